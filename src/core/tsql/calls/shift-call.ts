import type { ArgumentValue, Call, CallArgument, Named } from './call.ts';
import type { Constant } from './constant.ts';
import type { Span } from './span.ts';

/** The same stretch, `by` characters further on. */
export const shiftSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

const shiftNamed = ({ text, span }: Named, by: number): Named => ({ text, span: shiftSpan(span, by) });

const shiftConstant = (constant: Constant, by: number): Constant => {
  if (constant.kind === 'number') return { ...constant, start: constant.start + by };
  if (constant.kind !== 'text') return constant;
  return { ...constant, runs: constant.runs.map((run) => ({ ...run, start: run.start + by })) };
};

const shiftValue = (value: ArgumentValue, by: number): ArgumentValue => ({
  ...value,
  span: shiftSpan(value.span, by),
  constant: shiftConstant(value.constant, by),
});

const shiftArgument = (argument: CallArgument, by: number): CallArgument => ({
  ...argument,
  span: shiftSpan(argument.span, by),
  ...(argument.name === undefined ? {} : { name: shiftNamed(argument.name, by) }),
  ...(argument.value === undefined ? {} : { value: shiftValue(argument.value, by) }),
});

/** The same call in a text that has `by` more characters in front. */
export const shiftCall = (call: Call, by: number): Call =>
  by === 0
    ? call
    : {
        ...call,
        span: shiftSpan(call.span, by),
        batch: shiftSpan(call.batch, by),
        keyword: shiftSpan(call.keyword, by),
        name: shiftSpan(call.name, by),
        ...(call.returnVariable === undefined ? {} : { returnVariable: shiftNamed(call.returnVariable, by) }),
        arguments: call.arguments.map((argument) => shiftArgument(argument, by)),
      };
