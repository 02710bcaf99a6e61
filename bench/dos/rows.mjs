// Every hostile shape that is measured. A row has
//   id, title   of the attack catalogue where it has one
//   by          who can send it: `anybody`, or what the sender must have
//   kind        `response` (make gives the posted field), `request` (send gives a function that makes the request),
//               `document` (make gives what run takes)
//   sizes       in KB, where the usual ones make no sense; cap: bytes up to which it is read, where that is not 256 KB
import { requestRows } from './rows/http.mjs';
import { scimRows } from './rows/scim.mjs';
import { encryptedRows, signedRows } from './rows/signed.mjs';
import { uploadRows } from './rows/uploads.mjs';
import { xmlRows } from './rows/xml.mjs';

export const rows = [...xmlRows, ...signedRows, ...encryptedRows, ...requestRows, ...scimRows, ...uploadRows];

export function rowOf(id) {
  const row = rows.find((each) => each.id === id);
  if (row === undefined) throw new Error(`there is no row ${id}`);
  return row;
}
