import type { LoginRequest, ServerMessage } from '../engine.ts';
import type { ServerHooks } from '../tsql/contracts.ts';
import { serverErrors } from './errors.ts';
import { matchesPassword } from './passwords.ts';
import { accessIn, isServerAllowed, mayConnect } from './permissions.ts';
import type { Server } from './server.ts';
import { fold } from './state.ts';
import type { Login } from './state.ts';

/** Checks name, password and database: 18456 alone, or 4060 (4064 for the default database) with 18456 behind it. */
export function checkLogin(server: Server, request: LoginRequest): ReturnType<ServerHooks['login']> {
  const login = server.state.logins.get(fold(request.user));
  if (!login || !mayLogIn(server, login, request.password)) return refused(request.user);
  const wanted = request.database || login.defaultDatabase;
  const database = server.state.databases.get(fold(wanted));
  if (!database || !mayConnect(accessIn(server, { login }, database))) {
    const first = request.database ? serverErrors.cannotOpenDatabase(wanted) : serverErrors.cannotOpenDefault();
    return refused(request.user, first.toMessage());
  }
  return { ok: true, login: login.name, database: database.name };
}

function mayLogIn(server: Server, login: Login, password: string): boolean {
  if (!matchesPassword(password, login.password) || login.disabled) return false;
  return isServerAllowed(server, { login }, 'CONNECT SQL');
}

function refused(user: string, ...before: readonly ServerMessage[]): ReturnType<ServerHooks['login']> {
  return { ok: false, errors: [...before, serverErrors.loginFailed(user).toMessage()] };
}
