import { type EffectScope, effectScope } from 'vue';
import { afterEach } from 'vitest';

const scopes: EffectScope[] = [];

/** Runs a composable as a component would, until the test ends. */
export function run<T>(composable: () => T): T {
  const scope = effectScope(true);
  scopes.push(scope);
  return scope.run(composable)!;
}

export function stopAll(): void {
  for (const scope of scopes.splice(0)) scope.stop();
}

afterEach(stopAll);
