import { computed, ref, shallowReactive } from 'vue';
import { en } from '../en';
import { secondsUntil, useNow } from '../shell/useNow';
import type { Answer } from './api';
import type { Session } from './useSession';

export type Field = 'username' | 'password';

/** What was wrong: with one field, or, as `form`, with neither or both of them. */
export type Faults = Partial<Record<Field | 'form', string>>;

/** Signing in and registering: what is typed, what was refused, and when it may be tried again. */
export function useAuthForm(session: Session) {
  const isNew = ref(false);
  const isBusy = ref(false);
  const who = shallowReactive({ username: '', password: '' });
  const faults = ref<Faults>({});
  const retryAt = ref<number>();
  const now = useNow(() => retryAt.value !== undefined);
  const wait = computed(() => secondsUntil(retryAt.value, now.value));

  function turn(): void {
    isNew.value = !isNew.value;
    faults.value = {};
  }

  /** Comes back with the field to go to, if something is wrong. */
  async function submit(): Promise<Field | undefined> {
    if (isBusy.value || wait.value > 0) return undefined;
    faults.value = missing();
    if (Object.keys(faults.value).length > 0) return firstOf(faults.value);
    isBusy.value = true;
    try {
      const refused = await session.enter(who, isNew.value);
      faults.value = refused ? faultsOf(refused) : {};
      retryAt.value = refused?.retryAt;
    } catch {
      faults.value = { form: en.auth.unreachable };
    } finally {
      isBusy.value = false;
    }
    return firstOf(faults.value);
  }

  function missing(): Faults {
    return {
      ...(!who.username.trim() && { username: en.auth.missing.username }),
      ...(!who.password && { password: en.auth.missing.password }),
    };
  }

  return { isNew, isBusy, who, faults, wait, turn, submit };
}

/** Puts a refusal where it belongs. Pure. */
export function faultsOf({ status, value: { code = '', detail } }: Answer<unknown>): Faults {
  const text = en.auth.refusals.get(code) ?? detail ?? en.auth.failed(status);
  if (code.includes('name')) return { username: text };
  return code.includes('password') ? { password: text } : { form: text };
}

function firstOf(faults: Faults): Field | undefined {
  if (faults.username) return 'username';
  return faults.password || faults.form ? 'password' : undefined;
}
