/**
 * Built-in functions of the real server. A name in here that no registry knows is refused as not supported; a name that
 * is not is error 195, as on the real server. Names only: which of them work is the registry's to say.
 */
export const knownFunctions: ReadonlySet<string> = new Set(
  `abs acos app_name applock_mode applock_test approx_count_distinct ascii asin assemblyproperty asymkey_id atan atn2 avg
  base64_decode base64_encode binary_checksum bit_count ceiling cert_id certencoded char charindex checksum checksum_agg
  choose coalesce col_length col_name columnproperty compress concat concat_ws connectionproperty context_info convert cos
  cot count count_big cume_dist current_date current_request_id current_timezone current_timezone_id
  current_transaction_id cursor_status database_principal_id databasepropertyex datalength date_bucket dateadd datediff
  datediff_big datefromparts datename datepart datetime2fromparts datetimefromparts datetimeoffsetfromparts datetrunc day
  db_id db_name decompress decryptbykey degrees dense_rank difference edit_distance edit_distance_similarity encryptbykey
  eomonth error_line error_message error_number error_procedure error_severity error_state eventdata exp file_id
  file_name filegroup_id first_value floor format formatmessage generate_series get_bit getansinull getdate getutcdate
  greatest grouping grouping_id has_dbaccess has_perms_by_name hashbytes host_id host_name ident_current ident_incr
  ident_seed index_col indexproperty is_member is_rolemember is_srvrolemember isdate isjson isnull isnumeric
  jaro_winkler_distance jaro_winkler_similarity json_array json_arrayagg json_contains json_modify json_object
  json_objectagg json_path_exists json_query json_value key_guid lag last_value lead least left left_shift len log log10
  lower ltrim max min min_active_rowversion month nchar newid newsequentialid ntile nullif object_definition object_id
  object_name object_schema_name objectproperty objectpropertyex original_db_name original_login parse parsename patindex
  percent_rank percentile_cont percentile_disc permissions pi power product publishingservername pwdcompare pwdencrypt
  quotename radians rand rank regexp_count regexp_instr regexp_like regexp_replace regexp_substr replace replicate reverse
  right right_shift round row_number rowcount_big rtrim schema_id schema_name scope_identity serverproperty session_context
  session_id set_bit sign sin smalldatetimefromparts soundex space sql_variant_property sqrt square stats_date stdev
  stdevp str string_agg string_escape stuff substring sum suser_id suser_name suser_sid suser_sname switchoffset sysdatetime
  sysdatetimeoffset sysutcdatetime tan timefromparts todatetimeoffset translate trigger_nestlevel trim try_cast try_convert
  try_parse type_id type_name typeproperty unicode unistr upper user_id user_name var varp vector_distance vector_norm
  vector_normalize xact_state year`.split(/\s+/u),
);
