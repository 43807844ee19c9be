/** A round at a real GLPI: the one search, among however many tickets there are, beside the same search for none. */
import { newestTicketId, ticketsFromForms } from '../../src/glpi/tickets.ts';
import { openContract } from '../live/contract.ts';
import { type Figure, median, timed } from './figure.ts';

export async function realFigures(site: string, token: string, times = 20): Promise<Figure[]> {
  const { call } = await openContract(site, token);
  const newest = await newestTicketId(call);
  const rounds: number[] = [];
  const bare: number[] = [];
  for (let time = 0; time < times; time += 1) {
    rounds.push(await timed(() => ticketsFromForms(call, Math.max(0, newest - 100), async () => false)));
    // What any search costs this GLPI, whatever there is: the cheapest one there is.
    bare.push(await timed(() => call({ method: 'GET', path: 'search/Profile', query: [['range', '0-0']] })));
  }
  return [
    {
      name: `a round at this GLPI, newest ticket ${newest}`,
      value: median(rounds),
      unit: 'ms',
      against: 'a search among its few profiles',
      reference: median(bare),
      n: times,
      budget: { ratio: 2 },
    },
  ];
}
