// Every state of the page, looked at by axe. Where it takes the host's help, its answers are replaced.
import assert from 'node:assert/strict';
import { play, step } from './stage.mjs';
import { connectionStates } from './states-connection.mjs';
import { doorStates } from './states-door.mjs';
import { roomStates } from './states-room.mjs';
import { shellStates } from './states-shell.mjs';
import { Sweep } from './sweep.mjs';
import { Wire } from './wire.mjs';

play(async (stage) => {
  const sweep = new Sweep();
  const ann = await stage.person('ann');
  const wire = await Wire.tap(ann.page);
  const looks = async (state, widths) => {
    await sweep.look(ann.page, state, widths);
    step(state);
  };
  await sweep.begin(ann.page);
  try {
    for (const states of [doorStates, roomStates, shellStates, connectionStates]) await states({ ...stage, ann, wire, looks });
  } finally {
    for (const [finding, places] of sweep.findings) console.error(`${finding}\n  in ${places.length} of ${sweep.looks} looks: ${places.slice(0, 4).join('; ')}`);
  }
  assert.equal(sweep.findings.size, 0);
  step(`${sweep.looks} looks`);
}, 240);
