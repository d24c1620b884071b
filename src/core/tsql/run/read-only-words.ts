/**
 * Words for the judge of read-only mode. What is on no list is refused, so a list may be too short and never too long.
 * Reserved words: Microsoft Learn, Reserved Keywords (Transact-SQL), without those of ODBC that T-SQL does not reserve.
 */
const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/u));

/** Words that T-SQL reserves: unquoted they can only be themselves. */
export const reservedWords = words(`
  add all alter and any as asc authorization backup begin between break browse bulk by cascade case check checkpoint close
  clustered coalesce collate column commit compute constraint contains containstable continue convert create cross current
  current_date current_time current_timestamp current_user cursor database dbcc deallocate declare default delete deny desc
  disk distinct distributed double drop dump else end errlvl escape except exec execute exists exit external fetch file
  fillfactor for foreign freetext freetexttable from full function goto grant group having holdlock identity
  identity_insert identitycol if in index inner insert intersect into is join key kill left like lineno load merge national
  nocheck nonclustered not null nullif of off offsets on open opendatasource openquery openrowset openxml option or order
  outer over percent pivot plan precision primary print proc procedure public raiserror read readtext reconfigure
  references replication restore restrict return revert revoke right rollback rowcount rowguidcol rule save schema
  securityaudit select semantickeyphrasetable semanticsimilaritydetailstable semanticsimilaritytable session_user set
  setuser shutdown some statistics system_user table tablesample textsize then to top tran transaction trigger truncate
  try_convert tsequal union unique unpivot update updatetext use user values varying view waitfor when where while with
  within writetext`);

/** Reserved words of which a batch that only reads may be made. Those that begin statements are looked at one by one. */
export const harmlessWords = words(`
  all and any as asc begin between break by case coalesce collate continue convert cross current_timestamp current_user
  declare default desc distinct double else end escape except exists for from full group having identity if in inner
  intersect into is join key left like not null nullif off on option or order outer over percent pivot precision primary
  print raiserror return right select session_user set some system_user table then top try_convert union unique unpivot
  use user values varying waitfor when where while with within exec execute insert update delete create drop truncate`);

/** Words that T-SQL does not reserve and that begin, or belong to, statements that do something (LOG: RAISERROR … WITH LOG). */
export const activeWords = words(
  `enable disable send receive conversation dialog move rename copy next signature sensitivity log`,
);

/** Words with which a statement may begin. */
export const starters = words(`
  begin break continue create declare delete drop else end exec execute if insert print raiserror return select set
  throw truncate update use waitfor while with`);

/** Functions and types that may stand in front of a parenthesis: built in, and without effect. */
export const harmlessFunctions = words(`
  abs ascii avg cast ceiling char charindex checksum coalesce concat concat_ws convert count count_big cume_dist
  current_timezone dateadd datediff datediff_big datefromparts datename datepart datetime2fromparts datetimeoffsetfromparts
  datetrunc day db_id db_name dense_rank difference eomonth error_line error_message error_number error_procedure
  error_severity error_state exp first_value floor format formatmessage getdate getutcdate greatest grouping host_name iif
  is_member isdate isjson isnull isnumeric json_array json_modify json_object json_path_exists json_query json_value lag
  last_value lead least left len log10 lower ltrim max min month nchar newid ntile nullif object_id object_name
  object_schema_name openjson parse parsename patindex percent_rank power quotename rand rank replace replicate reverse
  right round row_number rtrim schema_name scope_identity serverproperty sign sin soundex space sqrt square stdev str
  string_agg string_escape string_split stuff substring sum suser_name suser_sname switchoffset sysdatetime
  sysdatetimeoffset system_user sysutcdatetime tan todatetimeoffset translate trim try_cast try_convert try_parse unicode
  upper user_name xact_state year datalength
  binary bit char datetime2 datetimeoffset decimal float nchar numeric nvarchar time varbinary varchar vector`);

/** Words that are no function where a parenthesis follows them. */
export const beforeParenthesis = words(`
  all and any apply as between by case cross distinct else exists except for from having if in intersect into join like
  not null on option or order outer over path pivot primary print raiserror return select some table then top union unique
  unpivot values when where while with within group key set identity auto root json`);

/** SET options that change nothing but how this batch runs. */
export const harmlessOptions = words(`
  ansi_nulls ansi_padding ansi_warnings arithabort concat_null_yields_null datefirst dateformat deadlock_priority language
  lock_timeout nocount numeric_roundabort xact_abort`);

/** Functions that answer rows. Another one in FROM may be somebody's own, whatever it is called. */
export const harmlessRowsets = words('openjson string_split generate_series');

/** Words that begin a clause of a query. */
export const clauses = words(
  'select from where on group having order set values insert update delete into with join apply',
);
