const pattern = /^([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})$/i;

/** Text to the sixteen bytes of the wire: the first three groups are little-endian. */
export function guidToBytes(text: string): Buffer {
  const [, first, second, third, ...rest] = pattern.exec(text) ?? [];
  if (first === undefined || second === undefined || third === undefined) {
    throw new RangeError(`not a uniqueidentifier: ${text.slice(0, 40)}`);
  }
  const swapped = [first, second, third].map((group) => Buffer.from(group, 'hex').reverse());
  return Buffer.concat([...swapped, Buffer.from(rest.join(''), 'hex')]);
}

/** Upper case, as SQL Server prints it. */
export function guidFromBytes(bytes: Uint8Array): string {
  const hex = (start: number, end: number, swap: boolean): string => {
    const group = Buffer.from(bytes.subarray(start, end));
    return (swap ? group.reverse() : group).toString('hex');
  };
  const groups = [hex(0, 4, true), hex(4, 6, true), hex(6, 8, true), hex(8, 10, false), hex(10, 16, false)];
  return groups.join('-').toUpperCase();
}
