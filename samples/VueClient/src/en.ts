/** The language of the texts with the reader's region: 24-hour clocks stay what they are. */
export const locale = navigator.language.startsWith('en') ? navigator.language : 'en-GB';

const number = new Intl.NumberFormat(locale);
const plural = new Intl.PluralRules('en');
const list = new Intl.ListFormat(locale, { type: 'conjunction' });

function count(n: number, one: string, other: string): string {
  return `${number.format(n)} ${plural.select(n) === 'one' ? one : other}`;
}

function typists(names: readonly string[]): string {
  const [first, second] = names;
  if (names.length < 3) return list.format([first, second].filter((name) => name !== undefined));
  return list.format([first!, count(names.length - 1, 'other', 'others')]);
}

/** `42 s`, or `9:58` where it is a minute or more. */
function duration(seconds: number): string {
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Every text of the page. */
export const en = {
  brand: 'RoomSockets',
  title: (unread: number) => (unread > 0 ? `(${number.format(unread)}) RoomSockets` : 'RoomSockets'),
  close: 'Close',
  cancel: 'Cancel',
  guest: 'Guest',
  number: (n: number) => number.format(n),
  you: 'you',
  unknownUser: (id: string) => `User ${id}`,

  start: {
    loading: 'Loading…',
    unreachable: 'The server cannot be reached',
    waiting: 'Nothing is lost. This page tries again by itself.',
    nextTry: (seconds: number) => (seconds > 0 ? `Next try in ${seconds} s.` : 'Trying now…'),
    retry: 'Retry now',
  },

  auth: {
    signIn: 'Sign in',
    register: 'Create an account',
    welcome: 'Good to see you',
    welcomeNew: 'Create your account',
    lead: 'Rooms where no message gets lost: close the lid, come back, and go on reading.',
    username: 'User name',
    password: 'Password',
    show: 'Show password',
    hide: 'Hide password',
    submit: 'Sign in',
    submitNew: 'Create account',
    busy: 'One moment…',
    wait: (seconds: number) => `Wait ${duration(seconds)}`,
    newHere: 'New here?',
    known: 'Have an account already?',
    ended: 'Your session has ended. Sign in again to go on; what you were writing is kept.',
    cookies: 'Your browser did not keep the cookie that signs you in. Allow cookies for this page.',
    signedOutOnly: 'You are signed out here. The server did not answer; it is told as soon as it does.',
    unreachable: 'The server cannot be reached. Try again.',
    failed: (status: number) => `The server answered ${status}. Try again later.`,
    missing: { username: 'Enter your user name.', password: 'Enter your password.' },
    refusals: new Map([
      ['bad_credentials', 'User name or password is wrong.'],
      ['name_taken', 'This name is taken. Choose another one.'],
      ['bad_user_name', 'Use 1 to 64 letters, digits or signs that can be seen.'],
      ['too_many_attempts', 'Too many attempts. Wait a moment.'],
      ['too_many_registrations', 'Too many new accounts from here. Wait a moment.'],
      ['busy', 'The server is busy. Wait a moment.'],
      ['registration_closed', 'New accounts are closed here.'],
    ]),
  },

  shell: {
    skip: 'Skip to the message box',
    rooms: 'Rooms',
    people: 'People',
    conversation: 'Conversation',
    menu: 'Account and settings',
    signedInAs: 'Signed in as',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' },
    shortcuts: 'Keyboard shortcuts',
    signOut: 'Sign out',
  },

  connection: {
    offline: 'You are offline. What you write is sent when the network is back.',
    reconnecting: (seconds: number) => (seconds > 0 ? `Connection lost, next try in ${seconds} s` : 'Connection lost, trying again…'),
    retry: 'Retry now',
    catchingUp: 'Catching up…',
    restored: 'Connected again.',
  },

  rooms: {
    filter: 'Find a room',
    heading: 'Rooms',
    directs: 'Direct messages',
    add: 'Create or join a room',
    none: 'No rooms yet. Create the first one.',
    noMatch: (text: string) => `Nothing matches “${text}”.`,
    noDirects: 'Choose somebody in a room to write to them alone.',
    unread: (n: number) => count(n, 'unread message', 'unread messages'),
    badge: (n: number) => (n > 99 ? '99+' : number.format(n)),
    failed: 'The rooms could not be loaded.',
    retry: 'Retry',
    name: 'Name of the room',
    hint: 'A new name creates a room; one that exists is joined.',
    enter: 'Enter room',
    missing: 'Enter a name.',
    refusals: new Map([
      ['too_many_new_rooms', 'You have created many rooms lately. Try again later.'],
      ['room_creation_closed', 'There is no such room, and new ones cannot be created here.'],
      ['forbidden', 'You may not enter this room.'],
    ]),
    pick: 'Pick a room to start reading.',
  },

  room: {
    back: 'Back to rooms',
    label: (name: string) => `#${name}`,
    here: (n: number) => (n === 1 ? 'Only you are here. Open this page in a second tab.' : `${count(n, 'person', 'people')} here`),
    people: (n: number) => `People, ${number.format(n)} here`,
    alone: 'Nobody else is here. Open this page in a second tab, or send its address to somebody.',
    direct: 'Only the two of you can read this.',
    refused: 'This room cannot be opened',
    refusals: new Map([
      ['forbidden', 'You may not enter this room.'],
      ['banned', 'You are banned from this room.'],
      ['bad_room_name', 'No room can have this name.'],
      ['too_many_rooms', 'You are in too many rooms. Close some tabs, and try again.'],
    ]),
    over: 'You are not in this room any more.',
    enterAgain: 'Enter again',
    tryAgain: 'Try again',
    kickedTitle: (name: string) => `You were removed from ${name}`,
    kicked: 'A moderator ended your visit.',
    banned: 'A moderator banned you from this room.',
    forbidden: 'You may not be in this room any more.',
    until: (time: string) => `You may come back at ${time}.`,
    ok: 'OK',
  },

  closed: {
    title: 'This page was disconnected',
    reasons: new Map([
      [4003, 'You may not use this server any more.'],
      [4005, 'A moderator disconnected you.'],
      [4009, 'You are banned from this server.'],
      [4010, 'You are connected too often. Close other tabs, then connect here.'],
      [4011, 'RoomSockets is open in another place. Only one can be connected at a time.'],
      [4015, 'The server could not understand this page.'],
    ]),
    otherwise: 'The server ended the connection.',
    connect: 'Connect here',
  },

  messages: {
    list: (name: string) => `Messages in ${name}`,
    loading: 'Loading messages…',
    late: 'This takes longer than usual. The page keeps trying.',
    older: 'Loading older messages…',
    olderFailed: 'Older messages could not be loaded.',
    retry: 'Retry',
    retryIn: (seconds: number) => `Retry in ${duration(seconds)}`,
    copy: 'Copy',
    discard: 'Delete',
    copied: 'Copied.',
    beginning: (name: string) => `Beginning of ${name}`,
    beginningDirect: (name: string) => `Beginning of your messages with ${name}`,
    kept: 'Everything said here is kept, in order.',
    empty: (name: string) => `Say hello, this is the start of ${name}`,
    emptyDirect: (name: string) => `Say hello to ${name}`,
    unread: 'New messages',
    gap: 'Some messages could not be loaded',
    filling: 'Loading what you missed…',
    jump: 'Jump to latest',
    jumpNew: (n: number) => count(n, 'new message', 'new messages'),
    sending: 'Sending…',
    sent: 'Sent',
    failed: 'Not sent.',
    failures: new Map([
      ['timeout', 'Not sent: the server did not answer.'],
      ['closed', 'Not sent: the connection was closed.'],
      ['left', 'Not sent: you are not in this room any more.'],
      ['muted', 'Not sent: you are muted here.'],
      ['banned', 'Not sent: you are banned from this room.'],
      ['rejected', 'Not sent: this was not accepted.'],
      ['overloaded', 'Not sent: the server is busy.'],
      ['store_unavailable', 'Not sent: the server cannot keep messages at the moment.'],
      ['slow_mode', 'Not sent: this room is in slow mode.'],
      ['rate_limited', 'Not sent: too many messages in a short time.'],
      ['too_big', 'Not sent: the message is too long.'],
      ['queue_full', 'Not sent: too much waits to be sent already.'],
      ['forbidden', 'Not sent: you may not write here.'],
    ]),
    today: 'Today',
    yesterday: 'Yesterday',
  },

  composer: {
    label: (name: string) => `Message to ${name}`,
    send: 'Send',
    hint: 'Enter sends, Shift+Enter starts a new line',
    left: (n: number) => `${count(n, 'byte', 'bytes')} left`,
    tooLong: (n: number) => `Too long by ${count(n, 'byte', 'bytes')}`,
  },

  typing: (names: readonly string[]) => `${typists(names)} ${names.length > 1 ? 'are' : 'is'} typing`,

  people: {
    online: 'Online',
    away: 'Away',
    offline: 'Offline',
    write: (name: string) => `Write to ${name}`,
    large: (n: number) => `${count(n, 'person', 'people')} here: too many for a list.`,
    guests: (n: number) => count(n, 'guest', 'guests'),
    more: (n: number) => `and ${number.format(n)} more`,
  },

  announce: {
    message: (name: string, text: string) => `${name}: ${text}`,
    several: (n: number, latest: string) => `${number.format(n)} new messages. Latest: ${latest}`,
    entered: (name: string) => `${name} opened.`,
  },

  shortcuts: {
    title: 'Keyboard shortcuts',
    rows: [
      [['Alt', '↑'], ['Alt', '↓'], 'Previous or next room'],
      [['Alt', 'Shift', '↑'], ['Alt', 'Shift', '↓'], 'Previous or next unread room'],
      [['F6'], ['Shift', 'F6'], 'Next or previous part of the page'],
      [['↑'], ['↓'], 'Walk through the messages'],
      [['Home'], ['End'], 'Oldest or newest message'],
      [['Enter'], undefined, 'Send'],
      [['Shift', 'Enter'], undefined, 'New line'],
      [['Esc'], undefined, 'Close, or go back to the message box'],
      [['?'], undefined, 'This list'],
    ] as const,
  },
} as const;
