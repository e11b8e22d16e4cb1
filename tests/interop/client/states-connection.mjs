/** When the connection or the room is not what it should be. */
export async function connectionStates({ ann, wire, looks }) {
  const { page } = ann;
  const unchanged = (frame) => frame;
  const away = (frame) => {
    if (frame.type !== 'history') return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'store_unavailable', message: 'The store is away.', temporary: false });
    return undefined;
  };

  wire.toPage = () => undefined;
  await page.reload();
  await ann.composer.waitFor();
  await looks('connecting');
  wire.toPage = (frame) => (frame.type === 'joined' ? undefined : frame);
  await page.reload();
  await page.getByText('This takes longer than usual. The page keeps trying.').waitFor();
  await looks('a room that lets nobody in yet');
  wire.toPage = unchanged;
  wire.toHost = away;
  await page.reload();
  await page.getByText('Older messages could not be loaded.').waitFor();
  await looks('history could not be loaded');
  wire.toHost = unchanged;
  await page.reload();
  await ann.sees('At the end');

  await wire.cut();
  await ann.banner.getByText(/^Connection lost/).waitFor();
  await looks('reconnecting');
  wire.toPage = (frame) => (frame.type === 'joined' ? undefined : frame);
  await wire.mend();
  await ann.banner.getByText('Catching up…').waitFor();
  await looks('catching up');

  await wire.cut();
  wire.toPage = (frame) => (frame.type === 'joined' && frame.recovered ? { ...frame, recovered: false, messages: undefined, offset: frame.offset + 5 } : frame);
  wire.toHost = away;
  await wire.mend();
  await page.getByTestId('gap').getByText('Some messages could not be loaded').waitFor();
  await looks('a gap');
  wire.toPage = wire.toHost = unchanged;

  await page.context().setOffline(true);
  await ann.banner.getByText(/^You are offline/).waitFor();
  await looks('offline');
  await page.context().setOffline(false);
  await ann.banner.waitFor({ state: 'detached' });

  await page.reload();
  await ann.sees('At the end');
  wire.send({ type: 'left', room: 'lobby', reason: 'banned', until: '2030-01-01T12:00:00.000Z' });
  await page.getByRole('dialog', { name: 'You were removed from #lobby' }).waitFor();
  await looks('banned');
  await ann.button('OK').click();
  await page.getByText('You are not in this room any more.').waitFor();
  await looks('not in the room any more');

  wire.toHost = (frame) => {
    if (frame.type !== 'join' || frame.room !== 'lobby') return frame;
    wire.send({ type: 'error', id: frame.id, room: frame.room, code: 'forbidden', message: 'You may not enter.', temporary: false });
    return undefined;
  };
  await ann.open('/#/rooms/lobby');
  await page.reload();
  await page.getByText('This room cannot be opened').waitFor();
  await looks('a room that may not be entered');
  wire.toHost = unchanged;

  await page.reload();
  await ann.sees('At the end');
  await wire.close(4011, 'replaced');
  await page.getByRole('dialog', { name: 'This page was disconnected' }).waitFor();
  await looks('replaced');

  await page.reload();
  await ann.sees('At the end');
  await page.evaluate('fetch("/api/logout", { method: "POST" }).then(() => true)');
  await page.getByText(/^Your session has ended/).waitFor();
  await looks('the session has ended');
}
