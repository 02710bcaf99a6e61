/**
 * The teams of the application, and what their people may do. A group of the identity provider fills the team of the same
 * name; what a team may do is decided here, never there.
 */
export const teams = [
  { name: 'Research', may: 'write reports' },
  { name: 'Sales', may: 'read reports' },
];

/** The team of a group: the one of equal name, without regard to case. */
export function teamOf(groupName) {
  return teams.find(({ name }) => name.toLowerCase() === groupName.toLowerCase()) ?? null;
}
