import { expect, it } from 'vitest';
import type { Outcome } from '../../../src/messages/ask.ts';
import type { SiteView } from '../../../src/messages/views.ts';
import { useReply } from '../../../src/pages/use-reply.ts';
import { extension, ok } from '../ui/fake-extension.ts';
import { site } from '../ui/samples.ts';
import { read, settled, show } from '../ui/screen.ts';

function Names() {
  const { outcome } = useReply('site.list', {});
  return <p>{outcome?.ok ? outcome.value.map(({ name }) => name).join(', ') : 'nothing yet'}</p>;
}

/** A background that answers when it is told to, in any order. */
function slowBackground(): ((name: string) => Promise<void>)[] {
  const answering: ((name: string) => Promise<void>)[] = [];
  extension().answers['site.list'] = () =>
    new Promise<Outcome<SiteView[]>>((resolve) => {
      answering.push((name) => {
        resolve(ok([site({ name })]));
        return settled();
      });
    });
  return answering;
}

it('shows an answer although something changed again before it came', async () => {
  const answering = slowBackground();
  await show(<Names />);
  extension().tellChanged();
  await answering[0]?.('first.example.org');
  expect(read()).toBe('first.example.org');
});

it('drops an answer that a newer one has overtaken', async () => {
  const answering = slowBackground();
  await show(<Names />);
  extension().tellChanged();
  await answering[1]?.('second.example.org');
  await answering[0]?.('first.example.org');
  expect(read()).toBe('second.example.org');
});
