/**
 * The background, and the browser itself, killed in the middle of what they ask of GLPI, at each step that `steps.ts`
 * names: before GLPI acted on the request, and after, with the answer never seen. Many GLPIs stand side by side as sites
 * of one browser, each holding another request, so that one kill falls upon all steps at once.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { claimsFormUuid } from '../../src/glpi/claims.ts';
import { day, minute } from '../../src/invite/instant.ts';
import type { Outcome } from '../../src/messages/ask.ts';
import type { IssueDraft, ReplyOf, RequestName, RequestOf } from '../../src/messages/requests.ts';
import { Hold } from '../glpi/faults.ts';
import { type Glpi, type GlpiOptions, startGlpi } from '../glpi/server.ts';
import { openForm } from '../stranger.ts';
import { type BrowserName, type BrowserPage, type ExtensionBrowser, launch } from './browsers.ts';
import { until } from './driver/until.ts';
import { connect, openPanel, openPopup, type Person, popupTab, signIn } from './journey.ts';
import { admin } from './stage.ts';
import { admitting, isStep, issuing, type Step, stepsOf } from './steps.ts';

const patient = { timeout: 60_000 };

/** Where the kill falls. */
interface Moment {
  readonly step: Step;
  /** GLPI has done what it was asked, and the answer was on its way. */
  readonly acted: boolean;
}

/** How much of the walk: every step before and after GLPI acted on it, or in turns before and after. */
export type Extent = 'whole' | 'eachStepOnce';

const momentsOf = (steps: readonly Step[], extent: Extent): Moment[] =>
  steps.flatMap((step, index) =>
    [false, true]
      .filter((acted) => extent === 'whole' || acted === (index % 2 === 0))
      .map((acted) => ({ step, acted })),
  );

const momentOf = (steps: readonly Step[], name: string, acted: boolean): Moment => {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`there is no step “${name}”`);
  return { step, acted };
};

/** One GLPI, and who registers there. */
interface Place {
  readonly glpi: Glpi;
  readonly person: Person;
  /** How many rows GLPI has of its own in the tables that make up forms. */
  readonly own: readonly number[];
}

const formRows = ({ state }: Glpi) =>
  [state.forms, state.sections, state.questions, state.destinations, state.policies].map(
    (table) => table.length,
  );

async function openPlaces(count: number, options: GlpiOptions = {}): Promise<Place[]> {
  const places: Place[] = [];
  onTestFinished(async () => {
    for (const { glpi } of places) await glpi.close();
  });
  for (let number = 0; number < count; number += 1) {
    const glpi = await startGlpi({ proofOfWork: 50, groups: ['Staff'], ...options });
    glpi.apiToken(admin.user);
    places.push({
      glpi,
      person: ['Ann', `Number${number}`, `ann.number${number}@example.org`, ''],
      own: formRows(glpi),
    });
  }
  return places;
}

/** How the desk is asked, from a page of the extension that asks nothing by itself. */
interface Desk {
  readonly page: BrowserPage;
  /** One question a site, all at once. */
  askAll<Name extends RequestName>(
    name: Name,
    requests: readonly RequestOf<Name>[],
  ): Promise<Outcome<ReplyOf<Name>>[]>;
  /** Asks and does not wait: the answer may never come. */
  tell<Name extends RequestName>(name: Name, requests: readonly RequestOf<Name>[]): Promise<void>;
}

async function openDesk(browser: ExtensionBrowser): Promise<Desk> {
  const page = await browser.openExtensionPage('manifest.json');
  const messages = (name: string, requests: readonly unknown[]) =>
    requests.map((request) => ({ name, request }));
  return {
    page,
    askAll: (name, requests) =>
      page.surface.evaluate(
        (_, all) => Promise.all(all.map((message) => chrome.runtime.sendMessage(message))),
        messages(name, requests),
      ) as never,
    tell: (name, requests) =>
      page.surface.evaluate(
        (_, all) => {
          for (const message of all) chrome.runtime.sendMessage(message).catch(() => {});
        },
        messages(name, requests),
      ),
  };
}

function done<Reply>(outcomes: readonly Outcome<Reply>[]): Reply[] {
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome.problem)}`);
    return outcome.value;
  });
}

/** The admin signs in to the first on its login page, and to the others by their cookies: cookies know no ports. */
async function signInEverywhere(
  browser: ExtensionBrowser,
  [first, ...others]: readonly Place[],
): Promise<BrowserPage> {
  if (first === undefined) throw new Error('there is no GLPI');
  const tab = await browser.open(`${first.glpi.url}/`);
  await signIn(tab, first.glpi.url, admin.user, admin.password);
  await tab.surface.evaluate(
    (_, all) => {
      // biome-ignore lint/suspicious/noDocumentCookie: Firefox has a CookieStore only since 140
      for (const cookie of all) document.cookie = `${cookie}; path=/`;
    },
    others.map(({ glpi }) => glpi.login(admin.user).cookie),
  );
  return tab;
}

/** Connects each GLPI from a tab in which the admin is signed in everywhere. Ends on the last one's Users page. */
async function connectAll(tab: BrowserPage, desk: Desk, places: readonly Place[]): Promise<void> {
  for (const { glpi } of places) {
    await tab.goto(`${glpi.url}/front/user.php`);
    const [view] = done(await desk.askAll('site.connect', [{ site: glpi.url }]));
    expect(view?.state).toBe('connected');
  }
}

/** A browser that has never been here: the host is granted on our own page, and every GLPI is connected. */
async function connectAnew(
  browser: ExtensionBrowser,
  desk: Desk,
  places: readonly Place[],
): Promise<BrowserPage> {
  const tab = await signInEverywhere(browser, places);
  await (await connect(browser, places[0]?.glpi.url ?? '')).close();
  await connectAll(tab, desk, places);
  return tab;
}

async function drafts(desk: Desk, places: readonly Place[]): Promise<{ site: string; draft: IssueDraft }[]> {
  const choices = done(
    await desk.askAll(
      'site.choices',
      places.map(({ glpi }) => ({ site: glpi.url })),
    ),
  );
  return places.map(({ glpi }, index) => {
    const { start, groups } = choices[index] ?? { groups: [] };
    if (start === undefined) throw new Error('nothing to choose from');
    const { profileId, entityId, recursive, login, language, from } = start;
    const draft: IssueDraft = {
      label: 'New colleagues',
      profileId,
      entityId,
      recursive,
      groupIds: groups.map(({ id }) => id),
      login,
      until: Date.now() + 7 * day,
      maxUses: 1,
      address: { kind: 'anyone' },
      approval: 'automatic',
      language,
      from,
      contact: 'it@example.org',
      note: '',
      invitee: null,
      privilegedConfirmed: false,
    };
    return { site: glpi.url, draft };
  });
}

/** Issues an invite everywhere, unharmed; gives the links. */
async function issueAll(desk: Desk, places: readonly Place[]): Promise<string[]> {
  return done(await desk.askAll('invite.issue', await drafts(desk, places))).map(({ share }) => share.link);
}

async function registerAll(places: readonly Place[], links: readonly string[]): Promise<void> {
  for (const [index, { person }] of places.entries()) {
    const sent = await (await openForm(links[index] ?? '')).submit(person);
    expect(sent).toEqual({ status: 200, errors: [] });
  }
}

/** Lets one GLPI hold the request of a moment, from now on. */
function holdAt(steps: readonly Step[], { step, acted }: Moment, { glpi }: Place): Hold {
  const hold = new Hold();
  const since = glpi.state.requests.length;
  glpi.fault(
    { when: (call) => isStep(steps, step, glpi.state.requests.slice(since), call) },
    { kind: 'hold', hold, acted },
  );
  return hold;
}

/** Lets each GLPI hold the request of its moment; gives back how to wait for all of them, and how to cut them. */
function holdAll(steps: readonly Step[], moments: readonly Moment[], places: readonly Place[]) {
  const holds = moments.map((moment, index) => {
    const place = places[index];
    if (place === undefined) throw new Error('more moments than GLPIs');
    return { moment, hold: holdAt(steps, moment, place) };
  });
  return {
    allThere: () =>
      until(
        () => holds.every(({ hold }) => hold.isThere),
        () =>
          `every step; missing: ${holds
            .filter(({ hold }) => !hold.isThere)
            .map(({ moment }) => moment.step.name)
            .join(', ')}`,
        patient,
      ),
    cutAll() {
      for (const { hold } of holds) hold.cut();
    },
  };
}

/** The forms that invites made. */
const gates = ({ glpi, own }: Place) =>
  glpi.state.forms.rows.slice(own[0]).filter(({ uuid }) => uuid !== claimsFormUuid);
const accounts = ({ glpi }: Place) =>
  glpi.state.users.filter(({ comment }) => comment?.startsWith('Invite ') ?? false);

/** Shows each site in turn in the popup, in one of its parts. */
async function inPopup(
  popup: BrowserPage,
  part: 'open' | 'waiting',
  places: readonly Place[],
  look: (place: Place) => Promise<void>,
): Promise<void> {
  await popup.surface.waitFor('select[name=site]', patient);
  await popup.surface.select('select[name=site]', places[0]?.glpi.url ?? '');
  await popupTab(popup, part);
  for (const place of places) {
    await popup.surface.select('select[name=site]', place.glpi.url);
    await look(place);
  }
}

async function expectNothingOpen(popup: BrowserPage, places: readonly Place[]): Promise<void> {
  await inPopup(popup, 'open', places, async () => {
    await popup.surface.waitFor('.empty', patient);
    expect(await popup.surface.count('[data-test=invite]')).toBe(0);
  });
}

/** What a killed issue leaves: nothing in GLPI, nothing in the popup, and the ledger knows that it failed. */
async function expectTakenDown(popup: BrowserPage, desk: Desk, places: readonly Place[]): Promise<void> {
  await expectNothingOpen(popup, places);
  const invites = done(
    await desk.askAll(
      'invite.list',
      places.map(({ glpi }) => ({ site: glpi.url, onlyLive: false, limit: 10 })),
    ),
  );
  for (const [index, place] of places.entries()) {
    expect(gates(place)).toEqual([]);
    expect(formRows(place.glpi).slice(1)).toEqual(place.own.slice(1));
    expect((invites[index] ?? []).map((invite) => [invite.state, invite.closedBecause])).toEqual(
      // Killed before there was an invite to write down, there is none.
      invites[index]?.length === 0 ? [] : [['closed', 'failed']],
    );
  }
}

/** What a registration comes to, wherever it was killed: one account as granted, and everything else ended. */
async function expectAdmitted(popup: BrowserPage, desk: Desk, places: readonly Place[]): Promise<void> {
  await expectNothingOpen(popup, places);
  await inPopup(popup, 'waiting', places, async (place) => {
    const [, , email] = place.person;
    await popup.surface.waitFor('[data-test=registration]', { ...patient, text: email });
    const texts = await popup.surface.texts('[data-test=registration]');
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(accounts(place)[0]?.name);
    expect(await popup.surface.exists('[data-test=registration] .actions button.primary')).toBe(true);
  });
  const sites = places.map(({ glpi }) => glpi.url);
  const registrations = done(
    await desk.askAll(
      'registration.list',
      sites.map((site) => ({ site, onlyNeedsYou: false, limit: 10 })),
    ),
  );
  const journals = done(
    await desk.askAll(
      'journal.list',
      registrations.map((all) => ({ invite: all[0]?.inviteId ?? null, limit: 100 })),
    ),
  );
  for (const [index, place] of places.entries()) {
    const { state } = place.glpi;
    const [, lastName, email] = place.person;
    const made = accounts(place);
    expect(made).toMatchObject([{ name: `ann.${lastName.toLowerCase()}`, is_active: 1 }]);
    const mine = ({ users_id }: { users_id: number }) => users_id === made[0]?.id;
    expect(state.userEmails.filter(mine)).toMatchObject([{ email }]);
    expect(state.profileUsers.filter(mine)).toMatchObject([
      { profiles_id: 1, entities_id: 0, is_recursive: 0 },
    ]);
    expect(state.groupUsers.filter(mine)).toMatchObject([{ groups_id: 1 }]);
    expect(state.tickets.rows).toMatchObject([{ status: 5 }]);
    expect(state.solutions).toHaveLength(1);
    const [gate, ...more] = gates(place);
    expect(more).toEqual([]);
    expect(gate?.name).toBe('This invitation has ended');
    expect(state.questions).toHaveLength(place.own[2] ?? 0);
    expect(state.destinations.filter(({ forms_forms_id }) => forms_forms_id === gate?.id)).toMatchObject([
      { creation_strategy: 'created_if' },
    ]);

    expect(registrations[index]).toMatchObject([{ state: 'admitted', login: made[0]?.name, reason: null }]);
    const events = (journals[index] ?? []).map(({ event }) => event);
    const once = (...any: string[]) => events.filter((event) => any.includes(event)).length;
    expect([once('accountCreated', 'accountAdopted'), once('admitted'), once('inviteClosed')]).toEqual([
      1, 1, 1,
    ]);
  }
}

/**
 * What a GLPI saw since its request number `since`, by steps. Whoever looks twice for registrations has looked; and any
 * page of ours that is open looks as soon as there is an invite.
 */
function seenBy({ glpi }: Place, steps: readonly Step[], since: number): string[] {
  const names = stepsOf(steps, glpi.state.requests.slice(since));
  return names.filter(
    (name, index) => name !== 'GET search/Ticket' && (name !== steps[0]?.name || names[index + 1] !== name),
  );
}

const namesOf = (steps: readonly Step[]) => steps.map((step) => step.name);

/** Presses "Generate invite" in the panel on GLPI's Users page. */
async function pressInPanel(tab: BrowserPage, { glpi }: Place): Promise<BrowserPage['surface']> {
  await tab.bringToFront();
  const panel = await openPanel(tab, glpi.url);
  await panel.click('form button[type=submit]', patient);
  return panel;
}

export function walkKills(name: BrowserName, extent: Extent): void {
  test('its background killed at every step of issuing and of admitting, it takes down the one and finishes the other', async () => {
    const issues = momentsOf(issuing, extent);
    const admissions = momentsOf(admitting, extent);
    const [unharmed, ...places] = await openPlaces(1 + Math.max(issues.length, admissions.length));
    const last = places.at(-1);
    if (unharmed === undefined || last === undefined) throw new Error('there is no GLPI');
    const browser = await launch(name);
    onTestFinished(() => browser.close());
    const desk = await openDesk(browser);
    const tab = await connectAnew(browser, desk, [unharmed, ...places]);

    // --- Issuing: in the last GLPI by the panel, in the others as the popup would ---
    const issuingPlaces = places.slice(-issues.length);
    const [first, ...others] = await drafts(desk, [unharmed, ...issuingPlaces.slice(0, -1)]);
    if (first === undefined) throw new Error('no draft');
    let since = unharmed.glpi.state.requests.length;
    const [issued] = done(await desk.askAll('invite.issue', [first]));
    expect(seenBy(unharmed, issuing, since)).toEqual(namesOf(issuing));

    let held = holdAll(issuing, issues, issuingPlaces);
    await desk.tell('invite.issue', others);
    await pressInPanel(tab, last);
    await held.allThere();
    await browser.killBackground();
    held.cutAll();
    let popup = await openPopup(browser);
    await expectTakenDown(popup, desk, issuingPlaces);
    await popup.close();

    const links = await issueAll(desk, places);
    for (const place of places) {
      expect(gates(place)).toHaveLength(1);
      expect(place.glpi.state.forms).toHaveLength((place.own[0] ?? 0) + 2);
      expect(place.glpi.state.categories).toHaveLength(1);
    }

    // --- Admitting ---
    since = unharmed.glpi.state.requests.length;
    held = holdAll(admitting, admissions, places);
    await registerAll([unharmed, ...places], [issued?.share.link ?? '', ...links]);
    popup = await openPopup(browser);
    await held.allThere();
    await expectAdmitted(popup, desk, [unharmed]);
    expect(seenBy(unharmed, admitting, since)).toEqual(namesOf(admitting));
    await popup.close();
    await browser.killBackground();
    held.cutAll();

    await tab.bringToFront();
    await tab.goto(`${last.glpi.url}/front/user.php`);
    await until(() => isClosed(last), 'a GLPI page that is looked at to be enough', patient);
    popup = await openPopup(browser);
    await expectAdmitted(popup, desk, places);
  });

  test('itself killed in the midst of issuing and of admitting, and started again, it needs a signed-in GLPI tab and finishes', async () => {
    const issues = [
      momentOf(issuing, 'make the form', true),
      momentOf(issuing, 'make the questions', false),
      momentOf(issuing, 'let people in', true),
    ];
    const admissions = [
      momentOf(admitting, 'claim the registration and the use', true),
      momentOf(admitting, 'make the account', true),
      momentOf(admitting, 'close the form', false),
    ];
    let passed = 0;
    const places = await openPlaces(issues.length + admissions.length, {
      now: () => new Date(Date.now() + passed),
    });
    const [issuingPlaces, admittingPlaces] = [places.slice(0, issues.length), places.slice(issues.length)];
    const profileDir = await mkdtemp(path.join(tmpdir(), 'invite-for-glpi-profile-'));
    onTestFinished(() => rm(profileDir, { recursive: true, force: true, maxRetries: 5 }));

    let browser = await launch(name, { profileDir });
    let desk = await openDesk(browser);
    await connectAnew(browser, desk, places);
    const links = await issueAll(desk, admittingPlaces);
    await browser.close();

    browser = await launch(name, { profileDir });
    desk = await openDesk(browser);
    await connectAll(await signInEverywhere(browser, places), desk, places);
    const heldIssues = holdAll(issuing, issues, issuingPlaces);
    const heldAdmissions = holdAll(admitting, admissions, admittingPlaces);
    await registerAll(admittingPlaces, links);
    await desk.tell('invite.issue', await drafts(desk, issuingPlaces));
    await openPopup(browser);
    await heldIssues.allThere();
    await heldAdmissions.allThere();
    await browser.crash();
    heldIssues.cutAll();
    heldAdmissions.cutAll();

    // By GLPI's clock, which claims go by. A claim of a life that nobody has heard of since has run out by then.
    passed = 10 * minute;
    browser = await launch(name, { profileDir });
    onTestFinished(() => browser.close());
    for (const { glpi } of places) {
      const page = await browser.open(`${glpi.url}/`);
      await signIn(page, glpi.url, admin.user, admin.password);
    }
    desk = await openDesk(browser);
    const popup = await openPopup(browser);
    await expectTakenDown(popup, desk, issuingPlaces);
    await expectAdmitted(popup, desk, admittingPlaces);
  });
}

const isClosed = (place: Place) =>
  place.glpi.state.destinations.some(({ creation_strategy }) => creation_strategy === 'created_if');
