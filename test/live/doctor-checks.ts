/** The doctor at a real GLPI: every page it reads is one that it knows, it says something, and it leaves no trace. */
import { diagnose, type Finding } from '../../src/doctor/diagnose.ts';
import { type Facts, noFacts, seen, withStep } from '../../src/doctor/facts.ts';
import { firstSteps, stepsToTheCause } from '../../src/doctor/plan.ts';
import type { CheckStep } from '../../src/glpi/checks.ts';
import { settingsPage } from '../../src/glpi/pages/api-settings.ts';
import { type Browsing, readPage } from '../../src/glpi/pages/page.ts';
import { runCheck } from '../../src/glpi/pages/run-check.ts';
import { languageOf } from '../../src/glpi/pages/wording.ts';
import { problemOf } from '../../src/invite/problem.ts';

async function look(facts: Facts, steps: readonly CheckStep[], browsing: Browsing): Promise<Facts> {
  let found = facts;
  for (const step of steps) {
    const outcome = await runCheck(step, browsing).then(
      (value) => ({ ok: true as const, value }),
      (thrown) => ({ ok: false as const, problem: problemOf(thrown) }),
    );
    found = withStep(found, step, outcome);
  }
  return found;
}

/** The tab that Setup > General would open on. */
const openTab = (page: Document) =>
  page.querySelector('#tabspanel-select option[selected]')?.getAttribute('value') ?? null;

/** "Check the key" and "Find the cause", with the web session of whoever may see Setup > General. */
export async function doctorAt(browsing: Browsing): Promise<Finding[]> {
  const page = await readPage(browsing, settingsPage);
  if (languageOf(page) === null) throw new Error('this page does not tell its language');
  const first = await look(noFacts, firstSteps, browsing);
  const facts = await look(first, [...stepsToTheCause(first), 'history'], browsing);
  const { layout } = seen(facts.network) ?? { layout: 'not seen' };
  const states = {
    network: layout,
    marketplace: seen(facts.marketplace)?.verdict ?? 'not seen',
    system: seen(facts.system)?.layout ?? 'not seen',
    history: seen(facts.history)?.state ?? 'not seen',
  };
  const unread = Object.entries(states).filter(([, state]) => ['unknown', 'not seen'].includes(state));
  if (unread.length > 0) throw new Error(`not known: ${JSON.stringify(Object.fromEntries(unread))}`);
  const findings = diagnose(facts);
  if (findings.length === 0) throw new Error(`nothing to say about ${JSON.stringify(states)}`);
  if (openTab(await readPage(browsing, settingsPage)) !== openTab(page))
    throw new Error('Setup > General opens on another tab than before');
  return findings;
}
