import type { JoinedFrame, Position } from './protocol.js';

/** Offsets of a room that were missed and that the server cannot repeat. */
export interface Gap {
  readonly from: number;
  readonly to: number;
  /** The room's offsets have started again: what was seen before belongs to another order. */
  readonly restarted: boolean;
}

/** How far a room has been seen: each offset counts once, and none is passed over unnoticed. */
export class Timeline {
  constructor(public position: Position | undefined) {}

  /** Takes the place that the server gives in its answer to a join; returns what is missing before it. */
  reset({ offset, epoch, recovered }: JoinedFrame): Gap | undefined {
    const known = this.position;
    this.position = { offset, epoch };
    if (!known) return undefined;
    // A store that was restored from a backup keeps the epoch and gives its offsets again.
    const restarted = epoch !== known.epoch || offset < known.offset;
    if (!restarted && (recovered || offset === known.offset)) return undefined;
    return { from: restarted ? 1 : known.offset + 1, to: offset, restarted };
  }

  /** Whether this offset is the next one; if so, it is seen from now on. */
  advance(offset: number): 'next' | 'seen' | 'hole' {
    const { offset: last, epoch } = this.position!;
    if (!Number.isSafeInteger(offset) || offset <= last) return 'seen';
    if (offset > last + 1) return 'hole';
    this.position = { offset, epoch };
    return 'next';
  }
}
