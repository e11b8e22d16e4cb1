import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// For whoever wants to see them all, a folder for their pictures.
const album = process.env.ROOMSOCKETS_ALBUM;
const sizes = [{ width: 1440, height: 900 }, { width: 800, height: 900 }, { width: 390, height: 844 }];

/** Collects what axe finds in the states of pages: each in both themes, and three widths. */
export class Sweep {
  /** What was found, and where. */
  findings = new Map();
  looks = 0;

  /** A sweep that finds nothing anywhere must be one that could. */
  async begin(page) {
    await page.setContent('<p style="color: #ccc; background: #fff">pale</p><input>');
    const found = await inspect(page);
    for (const rule of ['color-contrast', 'label']) if (!found.some((text) => text.startsWith(rule))) throw new Error(`axe does not look: ${found}`);
  }

  /** `widths` for what is only there in some of them. */
  async look(page, state, widths = sizes.map(({ width }) => width)) {
    for (const size of sizes.filter(({ width }) => widths.includes(width))) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const found of await inspect(page)) this.findings.set(found, [...this.findings.get(found) ?? [], `${state}, ${colorScheme}, ${size.width} px`]);
        this.looks++;
        if (album) await page.screenshot({ path: join(album, `${String(this.looks).padStart(3, '0')} ${state} ${size.width} ${colorScheme}.png`), animations: 'disabled' });
      }
    }
    await page.setViewportSize(sizes[0]);
    await page.emulateMedia({ colorScheme: 'light' });
  }
}

// What is evaluated from outside is no script of the page: its policy stays as strict as it is.
async function inspect(page) {
  if (!await page.evaluate('"axe" in window')) await page.evaluate(axe);
  return page.evaluate(async (values) => {
    const frame = () => new Promise(requestAnimationFrame);
    for (let frames = 0; frames < 2; frames++) await frame(); // a new width is answered by observers first, then drawn
    await Promise.all(document.getAnimations().filter(({ effect }) => effect.getComputedTiming().endTime !== Infinity).map((animation) => animation.finished.catch(() => {})));
    const { violations } = await window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    const isWide = document.documentElement.scrollWidth > window.innerWidth;
    return [
      ...violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) => `${id} (${help}) ${target.join(' ')}: ${failureSummary}`)),
      ...(isWide ? [`it scrolls sideways: ${document.documentElement.scrollWidth} px`] : []),
    ];
  }, rules);
}
