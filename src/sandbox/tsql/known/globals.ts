import { names } from './names.ts';

/** The @@ functions of SQL Server 2025 (documented), in lower case. Which of them work is said where they are computed. */
export const knownGlobals: ReadonlySet<string> = names(`
  @@connections @@cpu_busy @@cursor_rows @@datefirst @@dbts @@error @@fetch_status @@identity @@idle @@io_busy @@langid
  @@language @@lock_timeout @@max_connections @@max_precision @@microsoftversion @@nestlevel @@options @@pack_received
  @@pack_sent @@packet_errors @@procid @@remserver @@rowcount @@servername @@servicename @@spid @@textsize @@timeticks
  @@total_errors @@total_read @@total_write @@trancount @@version`);
