import { type InjectionKey, inject, onScopeDispose, readonly, ref, shallowRef } from 'vue';
import { type Account, type Answer, api, type Credentials } from './api';
import { load, save } from './storage';

export type SessionState = 'starting' | 'unreachable' | 'out' | 'in';
/** Why somebody who was signed in is not any more. */
export type SessionEnd = 'ended' | 'cookies' | undefined;

const signedOut = 'leaving';
const retryAfter = 3_000;

/** Who uses this page. The session itself is a cookie that only the server can set, read and delete. */
export function useSession() {
  const state = ref<SessionState>('starting');
  const user = shallowRef<Account>();
  const end = ref<SessionEnd>();
  const retryAt = ref<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function start(hasEntered = false): Promise<void> {
    clearTimeout(timer);
    retryAt.value = undefined;
    if (load(signedOut)) {
      show(undefined);
      return sayGoodbye().catch(() => {});
    }
    const answer = await api.me().catch(() => undefined);
    if (answer?.ok) return show(answer.value);
    if (answer?.status === 401) return show(undefined, hasEntered ? 'cookies' : answer.value.code === 'token_missing' ? undefined : 'ended');
    state.value = 'unreachable';
    retryAt.value = Date.now() + retryAfter;
    timer = setTimeout(() => start(hasEntered), retryAfter);
  }

  function show(account: Account | undefined, why?: SessionEnd): void {
    user.value = account;
    end.value = why;
    state.value = account ? 'in' : 'out';
  }

  /** Registers where that is wanted, and signs in; comes back with the refusal, if there is one. */
  async function enter(who: Credentials, isNew: boolean): Promise<Answer<unknown> | undefined> {
    // Not beside it: the late answer of an earlier sign-out would delete the new cookie.
    await sayGoodbye().catch(() => {});
    if (isNew) {
      const created = await api.register(who);
      if (!created.ok) return created;
    }
    const answer = await api.login(who);
    if (!answer.ok) return answer;
    save(signedOut, undefined);
    await start(true);
    return undefined;
  }

  /** Signs out here at once, and at the server as soon as it hears of it. */
  async function leave(): Promise<void> {
    save(signedOut, 'yes');
    show(undefined);
    await sayGoodbye();
  }

  // Only the server can delete the cookie: until it has, the mark hides the session.
  async function sayGoodbye(): Promise<void> {
    if (!load(signedOut)) return;
    const answer = await api.logout();
    if (!answer.ok) throw new Error(answer.value.detail);
    save(signedOut, undefined);
  }

  /** Whether the cookie is still good, and still the same user's: another tab may have changed that. Asked before each reconnect. */
  async function confirm(): Promise<void> {
    const answer = await api.me();
    if (answer.status === 401) show(undefined, 'ended');
    else if (answer.ok && answer.value.id !== user.value?.id) show(answer.value);
    else if (!answer.ok) throw new Error(answer.value.detail);
    else return;
    throw new Error('The session is another one now.');
  }

  // Another tab may have signed in, or the server may be back and hear of a sign-out.
  async function lookAgain(): Promise<void> {
    if (document.hidden) return;
    if (state.value === 'unreachable') return start();
    if (state.value !== 'out') return;
    await sayGoodbye().catch(() => {});
    const answer = load(signedOut) ? undefined : await api.me().catch(() => undefined);
    if (answer?.ok && state.value === 'out') show(answer.value);
  }

  const stop = new AbortController();
  for (const [target, name] of [[window, 'online'], [document, 'visibilitychange']] as const)
    target.addEventListener(name, lookAgain, { signal: stop.signal });
  onScopeDispose(() => {
    stop.abort();
    clearTimeout(timer);
  });

  return {
    state: readonly(state), user, end: readonly(end), retryAt: readonly(retryAt),
    start, enter, leave, confirm,
    expire: () => show(undefined, 'ended'),
  };
}

export type Session = ReturnType<typeof useSession>;

export const sessionKey: InjectionKey<Session> = Symbol('session');

export function injectSession(): Session {
  return inject(sessionKey)!;
}
