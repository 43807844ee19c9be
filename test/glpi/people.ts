import { addEntity, blankGroup, blankUser, hashed } from './blank-rows.ts';
import type { Clock } from './clock.ts';
import type { State } from './state.ts';

const PEOPLE = [
  'Amélie Durand',
  'Jonas Weber',
  'Priya Nair',
  'Lucas Moreau',
  'Sofia Rossi',
  'Tom Baker',
  'Inès Garnier',
  'Mateusz Nowak',
  'Hannah Fischer',
  'Omar Haddad',
  'Claire Lefèvre',
  'Diego Alvarez',
  'Freya Jensen',
  'Yuki Tanaka',
  'Marc Petit',
  'Elena Petrova',
  'Samuel Okafor',
  'Julie Perrin',
  'Niklas Larsson',
  'Chiara Conti',
  'Paul Girard',
  'Aisha Rahman',
  'Victor Lambert',
  'Maria Silva',
  'David Cohen',
  'Léa Fontaine',
  'Robert Hughes',
  'Nora Schmidt',
  'Hugo Blanc',
  'Alice Martin',
] as const;

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

/** Thirty people in two entities and two groups. */
export function addSamplePeople(state: State, clock: Clock): void {
  const now = clock.naive();
  const entities = ['Paris', 'Lyon'].map((name) => addEntity(state, name, 0));
  const groups = ['Staff', 'Contractors'].map(
    (name) => state.groups.add({ ...blankGroup(name, now), is_recursive: 1 }).id,
  );
  PEOPLE.forEach((person, index) => {
    const [firstname = '', realname = ''] = person.split(' ');
    const login = `${plain(firstname)}.${plain(realname)}`;
    const user = state.users.add({
      ...blankUser(login, now),
      firstname,
      realname,
      password: hashed(login),
      phone: `+33 1 55 50 ${String(10 + index)}`,
      is_active: index % 11 === 7 ? 0 : 1,
    });
    state.userEmails.add({
      users_id: user.id,
      is_default: 1,
      is_dynamic: 0,
      email: `${login}@example.org`,
    });
    state.profileUsers.add({
      users_id: user.id,
      profiles_id: index % 10 === 0 ? 6 : 1,
      entities_id: entities[index % 2] ?? 0,
      is_recursive: 0,
      is_dynamic: 0,
      is_default_profile: 0,
    });
    state.groupUsers.add({
      users_id: user.id,
      groups_id: groups[index % 3 === 0 ? 1 : 0] ?? 1,
      is_dynamic: 0,
      is_manager: 0,
      is_userdelegate: 0,
    });
  });
}
