// @vitest-environment node
/** Templates and messages of the admin's own: kept, used, taken back; and what is never in them. */
import { afterEach, describe, expect, test } from 'vitest';
import { choicesFor } from '../../../src/desk/choices.ts';
import { issuePersonal } from '../../../src/desk/personal.ts';
import {
  deleteTemplate,
  listTemplates,
  putTemplate,
  saveInviteAsTemplate,
  saveMessage,
  saveTemplate,
  shareWith,
} from '../../../src/desk/templates.ts';
import { day } from '../../../src/invite/instant.ts';
import { ProblemError } from '../../../src/invite/problem.ts';
import { type Office, openOffice } from './office.ts';

let office: Office;
afterEach(() => office.close());

const codeOf = async (work: Promise<unknown>) =>
  await work.then(
    () => null,
    (thrown) => (thrown instanceof ProblemError ? thrown.problem.code : String(thrown)),
  );

describe('a template', () => {
  test('keeps grant, limits and wording, and neither the person nor the key', async () => {
    office = await openOffice();
    const { invite } = await office.issue({
      maxUses: 4,
      address: { kind: 'address', address: 'jane@example.org' },
      invitee: { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.org' },
      until: office.env.now() + 14 * day,
    });
    const template = await saveInviteAsTemplate(office.env, invite.id, 'Interns');
    expect(template.values).toMatchObject({ maxUses: 4, lifetime: 14 * day, domains: [] });
    const kept = JSON.stringify(template);
    expect(kept).not.toContain('jane@example.org');
    expect(kept).not.toContain(invite.key);
  });

  test('of a personal link is for personal links, with what becomes of an account that nobody uses', async () => {
    office = await openOffice({ mail: true });
    const { maxUses: _m, address: _a, approval: _p, invitee: _i, ...shared } = await office.draft();
    const outcome = await issuePersonal(office.env, office.site, {
      ...shared,
      person: { firstName: 'Jane', lastName: 'Doe', email: 'jane@example.org' },
      ifUnused: 'keep',
      existing: null,
    });
    if (outcome.kind !== 'opened') throw new Error('taken');
    const template = await saveInviteAsTemplate(office.env, outcome.invite.id, 'Colleagues');
    expect(template.values).toMatchObject({ gate: 'personal', ifUnused: 'keep' });
    expect(JSON.stringify(template)).not.toContain('jane@example.org');
  });

  test('that is the default is the first that the next form is offered; one default a site', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ maxUses: 4, until: office.env.now() + 14 * day });
    const first = await saveInviteAsTemplate(office.env, invite.id, 'Interns');
    const second = await saveInviteAsTemplate(office.env, invite.id, 'Guests');
    await office.issue({ maxUses: 1 });
    expect((await choicesFor(office.env, office.site)).start.maxUses).toBe(1);
    await putTemplate(office.env, { ...first, isDefault: true });
    const { templates, start } = await choicesFor(office.env, office.site);
    expect(templates.map(({ name, isDefault }) => [name, isDefault])).toEqual([
      ['Interns', true],
      ['Guests', false],
    ]);
    expect(templates[0]?.values).toMatchObject({ maxUses: 4, lifetime: 14 * day });
    // Whoever wants none begins with what was used last.
    expect(start.maxUses).toBe(1);
    await putTemplate(office.env, { ...second, isDefault: true });
    const defaults = (await listTemplates(office.env)).filter(
      (one) => one.kind === 'invite' && one.isDefault,
    );
    expect(defaults.map(({ name }) => name)).toEqual(['Guests']);
  });

  test('is made and changed without an invite, keeps being the default, and keeps within what may be granted', async () => {
    office = await openOffice();
    const { invite } = await office.issue();
    const { values } = await saveInviteAsTemplate(office.env, invite.id, 'Interns');
    const asking = {
      ...values,
      questions: [{ kind: 'shortText' as const, text: 'School', required: true, options: [] }],
    };
    const made = await saveTemplate(office.env, office.site, 'Guests', asking, null);
    await putTemplate(office.env, { ...made, isDefault: true });
    const changed = await saveTemplate(
      office.env,
      office.site,
      'Visitors',
      { ...asking, maxUses: 3 },
      made.id,
    );
    expect(changed).toMatchObject({ id: made.id, name: 'Visitors', isDefault: true, values: { maxUses: 3 } });
    const central = office.glpi.state.profiles.find(({ name }) => name === 'Technician')?.id ?? 0;
    const privileged = { ...asking, profileId: central, maxUses: 50, approval: 'automatic' as const };
    expect((await saveTemplate(office.env, office.site, 'Staff', privileged, null)).values).toMatchObject({
      maxUses: 1,
      approval: 'byHand',
    });
    const unclear = { ...asking, questions: [{ ...asking.questions[0], text: '' }] } as typeof asking;
    await expect(saveTemplate(office.env, office.site, 'X', unclear, null)).rejects.toMatchObject({
      problem: { code: 'questionEmpty' },
    });
    await expect(
      saveTemplate(office.env, office.site, 'X', { ...asking, profileId: 999 }, null),
    ).rejects.toMatchObject({ problem: { code: 'profileNotGrantable' } });
  });

  test('is deleted, and put back as it was', async () => {
    office = await openOffice();
    const { invite } = await office.issue();
    const template = await saveInviteAsTemplate(office.env, invite.id, 'Interns');
    await deleteTemplate(office.env, template.id);
    await deleteTemplate(office.env, template.id);
    expect(await listTemplates(office.env)).toEqual([]);
    await putTemplate(office.env, template);
    expect(await listTemplates(office.env)).toEqual([template]);
    const lines = (await office.env.ledger.journal(10, null)).map(({ event }) => event);
    expect(lines.filter((event) => event === 'templateDeleted')).toHaveLength(1);
  });
});

describe('a message of the admin’s own', () => {
  const message = {
    name: 'Chat',
    language: 'fr',
    subject: 'Accès à {site}',
    body: '{greeting} {link} jusqu’au {until} — {contact}',
  } as const;

  test('has everything filled in, in its own language, and never twice', async () => {
    office = await openOffice();
    const { invite, link } = await office.issue({
      until: Date.UTC(2031, 4, 17, 12),
      contact: '{link}',
      invitee: { firstName: 'Zoé', lastName: '', email: '' },
    });
    const saved = await saveMessage(office.env, message, null);
    const share = await shareWith(office.env, invite, { language: null, message: saved.id });
    expect(share.subject).toBe(`Accès à ${office.site.replace('http://', '')}`);
    expect(share.body).toContain(`Bonjour Zoé, ${link} jusqu’au 17 mai 2031`);
    // What an invite's own wording holds in braces stays as it is.
    expect(share.body.endsWith('— {link}')).toBe(true);
  });

  test('must hold the link, and nothing in braces that is not filled in', async () => {
    office = await openOffice();
    expect(await codeOf(saveMessage(office.env, { ...message, body: 'Come in!' }, null))).toBe(
      'messageWithoutLink',
    );
    expect(await codeOf(saveMessage(office.env, { ...message, body: '{link} {nmae}' }, null))).toBe(
      'placeholderUnknown',
    );
  });

  test('ours come in every language, whatever the invite speaks', async () => {
    office = await openOffice();
    const { invite } = await office.issue({ language: 'en' });
    expect((await shareWith(office.env, invite, { language: 'fr', message: null })).body).toContain(
      'Bonjour',
    );
    expect((await shareWith(office.env, invite, { language: null, message: null })).body).toContain('Hello');
  });
});
