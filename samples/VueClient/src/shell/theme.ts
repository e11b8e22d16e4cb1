import { ref, watch } from 'vue';
import { load, save } from '../session/storage';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const key = 'theme';
const kept = themes.find((name) => name === load(key));

export const theme = ref<Theme>(kept ?? 'system');

/** Shows the theme, now and whenever another one is chosen. */
export function applyTheme(): void {
  watch(theme, (name) => {
    document.documentElement.dataset.theme = name;
    save(key, name === 'system' ? undefined : name);
  }, { immediate: true });
}
