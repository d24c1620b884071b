import { oid, sequence, setOf, utf8, type Der } from './der.ts';

/** The two parts of a name that our certificates use. */
export interface DistinguishedName {
  readonly organization: string;
  /** RFC 5280 limits it to 64 characters; longer ones are cut, since only SANs are compared. */
  readonly commonName: string;
}

const attribute = (type: string, value: string): Der =>
  setOf(sequence(oid(type), utf8(Array.from(value).slice(0, 64).join(''))));

/** The X.501 Name. */
export const encodeName = (name: DistinguishedName): Der =>
  sequence(attribute('2.5.4.10', name.organization), attribute('2.5.4.3', name.commonName));
