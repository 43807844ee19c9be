/** A round at a real GLPI: the one search, among however many tickets there are, beside the same at one that has none. */
import { newestTicketId, ticketsFromForms } from '../../src/glpi/tickets.ts';
import { openContract } from '../live/contract.ts';
import { type Figure, median, timed } from './figure.ts';

/** A GLPI, and an API token there. */
export interface Door {
  readonly site: string;
  readonly token: string;
}

/**
 * A round asks again for the tickets of the last ten minutes (watch.ts). GLPI takes some 5 ms to show each that a form has
 * made, however many there are beside them.
 */
const recent = 5;

/** `empty`: a GLPI of the same kind that has no tickets; null compares with the cheapest search that there is. */
export async function realFigures(large: Door, empty: Door | null, times = 40): Promise<Figure[]> {
  const { call } = await openContract(large.site, large.token);
  const newest = await newestTicketId(call);
  const other = empty && (await openContract(empty.site, empty.token)).call;
  const round = async () => await ticketsFromForms(call, Math.max(0, newest - recent), async () => false);
  const beside = async () =>
    other
      ? await ticketsFromForms(other, 0, async () => false)
      : await call({ method: 'GET', path: 'search/Profile', query: [['range', '0-0']] });
  const rounds: number[] = [];
  const besides: number[] = [];
  // In turn, so that a machine that slows down slows both; the first ones warm up.
  for (let time = -3; time < times; time += 1) {
    const [one, two] = [await timed(round), await timed(beside)];
    if (time < 0) continue;
    rounds.push(one);
    besides.push(two);
  }
  return [
    {
      name: `a round at a real GLPI, newest ticket ${newest.toLocaleString('en')}`,
      value: median(rounds),
      unit: 'ms',
      against: other ? 'the same at an empty one' : 'a search among its few profiles',
      reference: median(besides),
      n: times,
      budget: { ratio: 2 },
    },
  ];
}
