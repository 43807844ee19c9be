/** How many requests the desk makes of GLPI: exact, the same on every machine, and so part of `npm test` too. */
import { goOnWithBulk, startBulk } from '../../src/desk/bulk.ts';
import { viewBulkLinks } from '../../src/desk/bulk-views.ts';
import { issue } from '../../src/desk/issue.ts';
import type { BulkKind } from '../../src/invite/bulk.ts';
import { day } from '../../src/invite/instant.ts';
import type { FormInvite } from '../../src/invite/invite.ts';
import { newInviteId, newKey, newUuid, platformRandom } from '../../src/invite/key.ts';
import { bulkValues, people } from '../unit/desk/many.ts';
import { type Office, openOffice } from '../unit/desk/office.ts';
import type { Figure } from './figure.ts';

async function inOffice<Result>(work: (office: Office) => Promise<Result>): Promise<Result> {
  const office = await openOffice({ groups: ['Staff'], proofOfWork: 5 });
  try {
    // Whatever is asked once a site: the category, the form that holds the claims.
    await office.issue();
    office.calls();
    return await work(office);
  } finally {
    await office.close();
  }
}

async function bulkOf(office: Office, kind: BulkKind, count: number) {
  const { env, site } = office;
  const { id } = await startBulk(env, site, kind, 'Bench', await bulkValues(office), people(count));
  for (;;) {
    const bulk = await goOnWithBulk(env, id);
    if (bulk.state === 'ended') return bulk;
    if (bulk.trouble) throw new Error(bulk.trouble.code);
  }
}

const answers = ({ firstName, lastName, email }: { firstName: string; lastName: string; email: string }) => [
  firstName,
  lastName,
  email,
  '',
];

export async function requestFigures(
  openInvites: readonly number[] = [0, 1, 100, 10_000],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const count = (name: string, value: number, most: number, reached = most) =>
    figures.push({ name, value, unit: 'requests', n: 1, budget: { value: most, reached } });

  await inOffice(async (office) => {
    // What the form was filled from was asked when it was opened.
    const draft = await office.draft();
    office.calls();
    await issue(office.env, office.site, draft);
    count('requests to issue one invite', office.calls().length, 5);
  });
  await inOffice(async (office) => {
    await bulkOf(office, 'batch', 1_000);
    count('requests to issue a batch of 1,000 invites', office.calls().length, 10, 5);
  });
  await inOffice(async (office) => {
    await bulkOf(office, 'form', 100);
    count('requests for 100 invites with a form each', office.calls().length, 40, 30);
  });
  for (const open of openInvites)
    await inOffice(async (office) => {
      await leaveOpen(office, open);
      await office.round();
      office.calls();
      await office.round();
      count(
        `requests a round with ${open.toLocaleString('en')} open invites`,
        office.calls().length,
        open === 0 ? 0 : 1,
      );
    });
  await inOffice(async (office) => {
    const { link } = await office.issue({ groupIds: [1], maxUses: 5 });
    await office.register(link, ['Jane', 'Doe', 'jane@example.org', '']);
    office.calls();
    await office.round();
    // The round that finds it is counted apart.
    count('requests from a seen registration to a finished admission', office.calls().length - 1, 5, 6);
  });
  await inOffice(async (office) => {
    const { env } = office;
    const { links } = await viewBulkLinks(env, await bulkOf(office, 'batch', 20));
    for (const row of links) await office.register(row.link, answers(row));
    office.calls();
    await office.round();
    count('requests for 20 registrations at once', office.calls().length, 40, 30);
  });
  return figures;
}

/** The invite that is open already ends; so many others are, in the ledger as they stand there after being issued. */
async function leaveOpen(office: Office, open: number): Promise<void> {
  const { env, site } = office;
  const [model] = (await env.ledger.newestInvites(1, () => true)) as FormInvite[];
  if (!model) throw new Error('no invite');
  await env.ledger.write(async (ledger) => {
    await ledger.putInvite({
      ...model,
      state: 'closed',
      closedBecause: 'revoked',
      closedAt: env.now() - day,
    });
    for (let index = 0; index < open; index += 1)
      await ledger.putInvite({
        ...model,
        id: newInviteId(platformRandom),
        key: newKey(platformRandom),
        gate: { ...model.gate, formUuid: newUuid(platformRandom), formId: 1_000 + index },
      });
    const known = await ledger.site(site);
    // What is looked at every ten minutes is no part of a round.
    if (known) await ledger.putSite({ ...known, inspectedAt: env.now(), lookedAt: env.now() });
  });
}
