import { decimalText, numberToDecimal } from '../types/decimals.ts';

/** A double with exactly `decimals` decimals, rounded half away from zero on its 17 significant digits. */
export const exactDigits = (value: number, decimals: number): string => decimalText(numberToDecimal(value, decimals));
