import type { Core } from '../core.ts';
import { may, READ, seesRow } from '../rights.ts';
import type { Form } from '../state.ts';
import { type Search, search } from './search.ts';

export function formSearch(core: Core): Search {
  const { state } = core;
  return search<Form>(core, {
    itemtype: 'Glpi\\Form\\Form',
    canView: (session) => may(core, session, 'form', READ),
    rows: (session, trash) =>
      state.forms.filter((row) => (row.is_deleted === 1) === trash && seesRow(core, session, row)),
    always: (session) => [1, ...(session.activeEntities.length > 1 ? [80] : [])],
    usual: [3, 4, 6],
    options: {
      1: { value: (row) => row.name },
      2: { value: (row) => row.id, numeric: true },
      3: { value: (row) => row.is_active },
      4: { value: (row) => row.date_mod },
      5: { value: (row) => row.date_creation },
      6: {
        value: (row) => state.categories.get(row.forms_categories_id)?.completename ?? null,
        key: (row) => [row.forms_categories_id],
      },
      80: {
        value: (row) => state.entities.get(row.entities_id)?.completename ?? null,
        key: (row) => [row.entities_id],
      },
    },
  });
}
