// @vitest-environment node
import { describe, expect, test } from 'vitest';
import {
  canonical,
  fingerprintOf,
  newSealKeys,
  openSeal,
  type SealEnvelope,
  sealerWith,
  sealUp,
} from '../../../src/invite/seal.ts';

const content = { site: 'https://glpi.example.org', serial: 3, invite: { id: 'AAAAAAAAAA', uses: null } };

async function someone() {
  const keys = await newSealKeys();
  if (keys === null) throw new Error('this Node knows no Ed25519');
  return { keys, sealer: await sealerWith(keys) };
}

describe('the text that is signed', () => {
  test('is the same for the same content, in whatever order it was written', () => {
    expect(canonical({ b: [1, null, true], a: { d: 'x', c: 'y' } })).toBe(
      canonical({ a: { c: 'y', d: 'x' }, b: [1, null, true] }),
    );
    expect(canonical({ a: 1, b: undefined })).toBe('{"a":1}');
  });

  test('holds nothing that a database or a cleaning of rich text would change, and loses nothing', () => {
    const hostile = { label: 'Zoë & Søn <b>"\\\u2028\u{1f600}\u0000\n\'' };
    const text = canonical(hostile);
    expect(text).toMatch(/^[ !#-%(-;=?-~"]*$/);
    expect(text).not.toMatch(/[<>&']/);
    expect(JSON.parse(text)).toEqual(hostile);
  });

  test('is refused for what has no one text', () => {
    for (const odd of [0.5, Number.NaN, 2 ** 60, () => {}, Symbol('x')])
      expect(() => canonical({ odd })).toThrow(TypeError);
  });
});

describe('a seal', () => {
  test('opens to what was sealed, and says whose it is', async () => {
    const { sealer } = await someone();
    const sealed = await sealUp(content, sealer);
    expect(await openSeal(JSON.parse(JSON.stringify(sealed)))).toMatchObject({
      kind: 'sound',
      content,
      key: sealer.key,
    });
  });

  test('does not open when anything of it was changed', async () => {
    const [{ sealer }, other] = [await someone(), await someone()];
    const sealed = await sealUp(content, sealer);
    const theirs = await sealUp(content, other.sealer);
    const forgeries: Record<string, unknown> = {
      'more uses': { ...sealed, seal: sealed.seal.replace('null', '1000') },
      'another site': { ...sealed, seal: sealed.seal.replace('example.org', 'example.net') },
      "somebody else's signature": { ...sealed, signature: theirs.signature },
      "somebody else's key": { ...sealed, key: theirs.key },
      'a space': { ...sealed, seal: `${sealed.seal} ` },
      'no signature': { version: 1, seal: sealed.seal, key: sealed.key },
      'a part more': { ...sealed, note: 'x' },
      'another version': { ...sealed, version: 2 },
      'a key that is no point of the curve': { ...sealed, key: 'A'.repeat(43) },
      text: 'seal',
      nothing: undefined,
      list: [sealed],
    };
    for (const [name, forgery] of Object.entries(forgeries))
      expect({ [name]: (await openSeal(forgery)).kind }).toEqual({ [name]: 'broken' });
  });

  test('that was signed in another spelling of the same content does not open', async () => {
    const { keys, sealer } = await someone();
    const spelled = JSON.stringify(content, null, 1);
    const signature = Buffer.from(
      await crypto.subtle.sign(
        'Ed25519',
        keys.privateKey,
        new TextEncoder().encode(`invite-for-glpi seal 1\n${spelled}`),
      ),
    ).toString('base64url');
    const envelope: SealEnvelope = { version: 1, seal: spelled, key: sealer.key, signature };
    expect((await openSeal(envelope)).kind).toBe('broken');
  });

  test('cannot be had from something else that the key signed', async () => {
    const { keys, sealer } = await someone();
    const text = canonical(content);
    const signature = Buffer.from(
      await crypto.subtle.sign('Ed25519', keys.privateKey, new TextEncoder().encode(text)),
    ).toString('base64url');
    expect((await openSeal({ version: 1, seal: text, key: sealer.key, signature })).kind).toBe('broken');
  });

  test('of before there were seals is known as that', async () => {
    expect((await openSeal({ version: 0, id: 'AAAAAAAAAA' })).kind).toBe('unsealed');
  });

  test('that was verified before is not believed again when its text was changed under the same signature', async () => {
    const { sealer } = await someone();
    const sealed = await sealUp(content, sealer);
    const opened = await openSeal(sealed);
    const known = new Set(opened.kind === 'sound' ? [opened.digest] : []);
    expect((await openSeal(sealed, known)).kind).toBe('sound');
    const changed = { ...sealed, seal: sealed.seal.replace('null', '1000') };
    expect((await openSeal(changed, known)).kind).toBe('broken');
  });
});

describe('keys', () => {
  test('cannot be taken out of the browser', async () => {
    const { keys } = await someone();
    for (const format of ['jwk', 'pkcs8'] as const)
      await expect(crypto.subtle.exportKey(format, keys.privateKey)).rejects.toThrow();
  });

  test('have a fingerprint of six blocks that can be read out, and no two the same', async () => {
    const [one, other] = [(await someone()).sealer.key, (await someone()).sealer.key];
    expect(await fingerprintOf(one)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){5}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(await fingerprintOf(one)).toBe(await fingerprintOf(one));
    expect(await fingerprintOf(one)).not.toBe(await fingerprintOf(other));
  });
});
