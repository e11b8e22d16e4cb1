import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Client, DirectMessage, Gap, Message, Room, Signal } from '../src/index.js';
import { Host, hostCommand } from './host.js';

if (!hostCommand && process.env['CI']) throw new Error('ROOMSOCKETS_HOST is not set: the tests against a real host cannot run.');
if (!hostCommand) console.warn('SKIPPED: the tests against a real host. Set ROOMSOCKETS_HOST="dotnet <path of MinimalHost.dll>".');

let host: Host;
beforeAll(async () => void (hostCommand && (host = await Host.start())), 70_000);
afterAll(() => host?.end());

/** The next event of a kind that `wanted` accepts. */
function next<Event>(
  source: { on(name: any, listener: (event: any) => void): () => void }, name: string, wanted: (event: Event) => unknown = () => true, within = 20_000,
): Promise<Event> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`No "${name}" came.`)), within);
    const stop = source.on(name, (event) => {
      if (!wanted(event)) return;
      clearTimeout(timer);
      stop();
      resolve(event);
    });
  });
}

async function join<Data>(client: Client, name: string): Promise<Room<Data>> {
  const room = client.join<Data>(name, { presence: true });
  await room.ready;
  return room;
}

const inFlight = 20;
/** More of them make the test longer. */
const cuts = Number(process.env['ROOMSOCKETS_CUTS'] ?? 50);
const finishesWithin = 100_000 + cuts * 500;

/** Publishes 1 to `count`, with `trouble` whenever the reader has seen some more of them; what the reader has at the end. */
async function flow(sender: Room<number>, reader: Room<number>, count: number, some: () => number, trouble: () => unknown) {
  const seen: Message<number>[] = [];
  const gaps: Gap[] = [];
  let atNext = some();
  let troubles = Promise.resolve<unknown>(undefined);
  reader.on('gap', (gap) => gaps.push(gap));
  const done = next<Message<number>>(reader, 'message', (message) => {
    seen.push(message);
    if (message.data < atNext) return message.data === count;
    atNext = message.data + some();
    troubles = troubles.then(trouble);
    return message.data === count;
  }, finishesWithin);
  const acks: Promise<unknown>[] = [];
  for (let data = 1; data <= count; data++) {
    await acks[data - 1 - inFlight];
    acks.push(sender.publish(data));
  }
  await Promise.all([...acks, done]);
  await troubles;
  return { seen, gaps };
}

function expectEachOnce({ seen, gaps }: { seen: Message<number>[]; gaps: Gap[] }, count: number): void {
  const first = seen[0]!.offset;
  expect(gaps).toEqual([]);
  expect(seen.map(({ data }) => data)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
  expect(seen.map(({ offset }) => offset - first)).toEqual(Array.from({ length: count }, (_, index) => index));
}

describe.skipIf(!hostCommand)('with a real host', { timeout: finishesWithin + 20_000 }, () => {
  it('two users chat, see each other, and page back', async () => {
    const [ann, bob] = await Promise.all([host.client('ann'), host.client('bob')]);
    const [annsRoom, bobsRoom] = [await join<string>(ann, 'lobby'), await join<string>(bob, 'lobby')];
    const heard = next<Message>(bobsRoom, 'message');
    const publishing = annsRoom.publish('hello');
    const { offset } = await publishing;
    expect(await heard).toMatchObject({ room: 'lobby', offset, from: { name: 'ann' }, data: 'hello', key: publishing.key });
    expect(await annsRoom.publish('hello', { key: publishing.key })).toMatchObject({ offset, duplicate: true });

    const typing = next<Signal>(annsRoom, 'signal', ({ name }) => name === 'typing');
    bobsRoom.signal('typing', true);
    expect(await typing).toMatchObject({ from: { name: 'bob' }, data: true });

    const whispered = next<DirectMessage>(bob, 'direct');
    await ann.direct(bob.user!.id, { psst: 1 });
    expect(await whispered).toMatchObject({ from: { name: 'ann' }, data: { psst: 1 } });
    expect((await bob.history({ to: ann.user!.id })).messages).toMatchObject([{ data: { psst: 1 } }]);
    expect((await bobsRoom.history({ limit: 1 })).messages).toMatchObject([{ offset, data: 'hello' }]);

    // Presence is told in batches.
    const sees = (status: string) => () => annsRoom.presence.get(bob.user!.id)?.status === status;
    if (!sees('online')()) await next(annsRoom, 'presence', sees('online'));
    const away = next(annsRoom, 'presence', sees('away'));
    await bob.setStatus('away');
    await away;
    expect(annsRoom.presence.size).toBe(2);
  });

  it('a client that is refused hears why', async () => {
    const cleo = await host.client('cleo');
    await expect(cleo.join('x'.repeat(61)).ready).rejects.toMatchObject({ code: 'bad_room_name' });
  });

  it('nothing is lost or doubled while connections are cut', async () => {
    const [sender, reader] = await Promise.all([host.client('dora'), host.client('emil')]);
    const rooms = [await join<number>(sender, 'cuts'), await join<number>(reader, 'cuts')] as const;
    const count = cuts * 20;
    expectEachOnce(await flow(...rooms, count, () => Math.ceil(Math.random() * 40), () => host.cut()), count);
  });

  it.each(['SIGKILL', 'SIGTERM'] as const)('nothing is lost or doubled while the host is started again after %s', async (signal) => {
    const [sender, reader] = await Promise.all([host.client('finn', { timeout: 90_000 }), host.client('gwen')]);
    const rooms = [await join<number>(sender, signal), await join<number>(reader, signal)] as const;
    expectEachOnce(await flow(...rooms, 200, () => 60, () => host.restart(signal)), 200);
  });

  it('the room of the address is joined by the server', async () => {
    const [hugo, iris] = await Promise.all([host.client('hugo', {}, '/ws/den'), host.client('iris')]);
    const den = hugo.rooms.get('den') ?? (await next<Room>(hugo, 'room'));
    await den.ready;
    const heard = next<Message>(den, 'message');
    await (await join(iris, 'den')).publish('anybody here?');
    expect(await heard).toMatchObject({ room: 'den', data: 'anybody here?' });
  });
});
