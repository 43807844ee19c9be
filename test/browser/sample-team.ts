/** Colleagues who have issued at a stand-in GLPI from browsers of their own, and what somebody did to their seals. */
import { recordKey } from '../../src/glpi/forms.ts';
import { day, minute } from '../../src/invite/instant.ts';
import { newSealKeys, type Sealer, sealerWith, sealUp } from '../../src/invite/seal.ts';
import type { Glpi } from '../glpi/server.ts';

const ticketDestination = 'Glpi\\Form\\Destination\\FormDestinationTicket';

/** Puts forms of two colleagues into GLPI, and one that somebody copied a seal to. */
export async function addTeam(glpi: Glpi, now = Date.now()): Promise<void> {
  const claire = await sealer();
  const jonas = await sealer();
  await addForm(glpi, claire, 'Claire Lefèvre, Firefox', 'CLAREA0001', 'Interns, Lyon', now);
  const seal = await addForm(glpi, claire, 'Claire Lefèvre, Firefox', 'CLAREA0002', 'Suppliers', now);
  await addForm(glpi, jonas, 'Jonas Weber, Chrome', 'JNASEA0001', 'Summer school', now);
  keep(glpi, addEmptyForm(glpi, 'Copied'), seal);
}

async function sealer(): Promise<Sealer> {
  const keys = await newSealKeys();
  if (keys === null) throw new Error('this Node knows no Ed25519');
  return await sealerWith(keys);
}

function addEmptyForm(glpi: Glpi, name: string): number {
  const like = glpi.state.forms.last;
  if (!like) throw new Error('no form to take after');
  const { id: _, ...row } = like;
  return glpi.state.forms.add({ ...row, uuid: crypto.randomUUID(), name, is_deleted: 0, is_active: 1 }).id;
}

function keep(glpi: Glpi, formId: number, record: unknown): void {
  glpi.state.destinations.add({
    forms_forms_id: formId,
    itemtype: ticketDestination,
    name: 'Registration',
    config: JSON.stringify({ [recordKey]: record }),
    creation_strategy: 'always_created',
    conditions: '[]',
  });
}

async function addForm(
  glpi: Glpi,
  by: Sealer,
  sealedBy: string,
  id: string,
  label: string,
  now: number,
): Promise<unknown> {
  const formId = addEmptyForm(glpi, label);
  const uuid = () => crypto.randomUUID();
  const seal = await sealUp(
    {
      version: 1,
      site: glpi.url,
      serial: 1,
      sealedAt: now - minute,
      sealedBy,
      invite: {
        id,
        label,
        state: 'open',
        closedBecause: null,
        gate: {
          kind: 'form',
          formUuid: uuid(),
          sectionUuid: uuid(),
          questionUuids: { firstName: uuid(), lastName: uuid(), email: uuid(), phone: uuid() },
          nonce: '0'.repeat(32),
          formId,
        },
        grant: {
          profile: { id: 1, name: 'Self-Service', interface: 'helpdesk' },
          entity: { id: 0, name: 'Root entity' },
          recursive: false,
          groups: [],
          login: 'first.last',
          validFrom: null,
          validUntil: null,
          language: null,
        },
        limits: { until: now + 20 * day, maxUses: 20, address: { kind: 'anyone' }, approval: 'automatic' },
        wording: { language: 'en', from: 'IT department', contact: '', note: '' },
        createdAt: now - day,
        createdBy: sealedBy.replace(/,.*/, ''),
        afterTicket: 0,
      },
    },
    by,
  );
  keep(glpi, formId, seal);
  return seal;
}
