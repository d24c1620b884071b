import type { SqlType, SqlValue } from '../values.ts';

/** A name of one to four parts; the parts that were not written are absent. */
export interface ObjectName {
  readonly server?: string;
  readonly database?: string;
  readonly schema?: string;
  readonly name: string;
  /** As written, for error texts. */
  readonly text: string;
}

export type UnaryOperator = '-' | '+' | '~';
export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '&' | '|' | '^' | '||';
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A scalar expression. `line` is where it starts. */
export type Expression = { readonly line: number } & (
  | { readonly kind: 'literal'; readonly type: SqlType; readonly value: SqlValue }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  /** `parts` holds qualifiers and, last, the column. */
  | { readonly kind: 'column'; readonly parts: readonly string[] }
  | { readonly kind: 'unary'; readonly operator: UnaryOperator; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: 'case';
      readonly input?: Expression;
      readonly branches: readonly CaseBranch[];
      readonly otherwise?: Expression;
    }
  | {
      readonly kind: 'cast';
      readonly operand: Expression;
      readonly to: SqlType;
      readonly style?: Expression;
      readonly attempt: boolean;
    }
  | FunctionCall
  | AggregateCall
  | RankingCall
  | { readonly kind: 'subquery'; readonly query: Query }
  | { readonly kind: 'collate'; readonly operand: Expression; readonly name: string }
  | { readonly kind: 'at-time-zone'; readonly operand: Expression; readonly zone: Expression }
);

/** WHEN … THEN …; exactly one of `condition` (searched CASE) and `match` (simple CASE) is there. */
export interface CaseBranch {
  readonly condition?: Condition;
  readonly match?: Expression;
  readonly result: Expression;
}

/** `name` is as written. `nulls` is the NULL ON NULL / ABSENT ON NULL of the JSON builders. */
export interface FunctionCall {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
  readonly nulls?: 'null' | 'absent';
}

/** COUNT, SUM and their kin; no argument is COUNT(*). */
export interface AggregateCall {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly distinct: boolean;
  readonly argument?: Expression;
  /** STRING_AGG only. */
  readonly separator?: Expression;
  readonly order?: readonly OrderItem[];
}

/** ROW_NUMBER() OVER (…) and its kin. */
interface RankingCall {
  readonly kind: 'ranking';
  readonly name: string;
  readonly partition: readonly Expression[];
  readonly order: readonly OrderItem[];
}

/** A search condition: three-valued, and no scalar. */
export type Condition = { readonly line: number } & (
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly operand: Condition }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'is-null'; readonly operand: Expression; readonly negated: boolean }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly list: readonly Expression[];
      readonly query?: Query;
      readonly negated: boolean;
    }
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly escape?: Expression;
      readonly negated: boolean;
    }
  | { readonly kind: 'exists'; readonly query: Query }
  | {
      readonly kind: 'distinct-from';
      readonly left: Expression;
      readonly right: Expression;
      readonly negated: boolean;
    }
);

/** One ORDER BY item. */
export interface OrderItem {
  readonly expression: Expression;
  readonly descending: boolean;
}

/** A query with its CTEs, ordering and paging. */
export interface Query {
  readonly line: number;
  readonly ctes: readonly CommonTable[];
  readonly body: QueryBody;
  readonly order: readonly OrderItem[];
  readonly offset?: Expression;
  readonly fetch?: Expression;
  readonly forJson?: ForJson;
}

/** WITH name (columns) AS (query). */
export interface CommonTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly query: Query;
}

/** FOR JSON PATH with its options. */
export interface ForJson {
  readonly root?: string;
  readonly includeNulls: boolean;
  readonly wrapper: boolean;
}

export type QueryBody =
  SelectBody | { readonly kind: 'union'; readonly all: boolean; readonly left: QueryBody; readonly right: QueryBody };

/** SELECT … FROM … WHERE … GROUP BY … HAVING. */
export interface SelectBody {
  readonly kind: 'select';
  readonly line: number;
  readonly distinct: boolean;
  readonly top?: { readonly count: Expression; readonly percent: boolean };
  readonly items: readonly SelectItem[];
  readonly into?: ObjectName;
  readonly from?: TableExpression;
  readonly where?: Condition;
  readonly group: readonly Expression[];
  readonly having?: Condition;
}

export type SelectItem =
  | { readonly kind: 'all'; readonly qualifier?: string; readonly line: number }
  | { readonly kind: 'expression'; readonly expression: Expression; readonly alias?: string }
  /** `operator` is the arithmetic of +=, -= and so on. */
  | {
      readonly kind: 'assignment';
      readonly variable: string;
      readonly operator?: BinaryOperator;
      readonly expression: Expression;
    };

/** What FROM names. */
export type TableExpression = { readonly line: number } & (
  | { readonly kind: 'table'; readonly name: ObjectName; readonly alias?: string }
  | { readonly kind: 'table-variable'; readonly name: string; readonly alias?: string }
  | {
      readonly kind: 'table-function';
      readonly name: ObjectName;
      readonly arguments: readonly Expression[];
      readonly columns?: readonly WithColumn[];
      readonly alias?: string;
      readonly columnNames: readonly string[];
    }
  | { readonly kind: 'derived'; readonly query: Query; readonly alias: string; readonly columnNames: readonly string[] }
  | {
      readonly kind: 'values';
      readonly rows: readonly (readonly Expression[])[];
      readonly alias: string;
      readonly columnNames: readonly string[];
    }
  | {
      readonly kind: 'join';
      readonly type: 'inner' | 'left' | 'right' | 'full' | 'cross' | 'cross-apply' | 'outer-apply';
      readonly left: TableExpression;
      readonly right: TableExpression;
      readonly on?: Condition;
    }
);

/** One column of OPENJSON … WITH (…). */
export interface WithColumn {
  readonly name: string;
  readonly type: SqlType;
  /** Absent: `$.<name>`. */
  readonly path?: string;
  readonly asJson: boolean;
}
