import { type RpcClient, rpc } from '../rpc/client.ts';
import { isFault, NoAnswer } from '../rpc/errors.ts';
import { Intents } from '../rpc/ids.ts';
import type { Evidence, Says } from '../rpc/types.ts';
import { openShelf, type Shelf } from './shelf.ts';

/** A piece of evidence on its way. Its id is the request id of its `evidence.add`, so that it arrives once however often it is sent. */
export type Parcel = {
  id: string;
  actor: string;
  /** When it was handed in, in ms of this computer's clock. */
  at: number;
  about: { case_id: string; kind: string; source: string } & Record<string, unknown>;
  text?: string;
  file?: Blob;
  name?: string;
  /** The server's no: it waits for a person, and is not sent again by itself. */
  refused?: { says?: Says; message: string };
};

export type Posted = { is: 'added'; evidence: Evidence } | { is: 'waiting' };

/** More than this is not kept waiting: count of parcels, and bytes of all files together. */
export const mostParcels = 20;
export const mostBytes = 200 * 1024 * 1024;

export class OutboxFull extends Error {}

/** What decides nothing about a parcel: no answer, a session that ended, too many calls at once. */
const passing = (error: unknown): boolean =>
  error instanceof NoAnswer || isFault(error, 'unauthenticated') || isFault(error, 'rate_limited');

/** What makes two parcels the same: words by themselves, a file by what the browser tells of it. */
function intentOf({ about, text, file, name, actor }: Omit<Parcel, 'id' | 'at'>): Record<string, unknown> {
  const traits = file && [file.size, file.type, file instanceof File ? file.lastModified : 0];
  return { about, text, traits, name, actor };
}

/**
 * Evidence handed in while the server cannot be reached waits here and is sent by itself. Only evidence: an action decided on what
 * was known then would be done on a case that has moved on.
 */
export class Outbox {
  /** What waits, of whoever is signed in; replaced with every change. */
  parcels: readonly Parcel[] = [];
  lasting = true;
  onChange: () => void = () => {};
  onArrived: (parcel: Parcel, evidence: Evidence) => void = () => {};
  private actor = '';
  private shelf: Promise<Shelf>;
  private sending: Promise<void> | undefined;
  private readonly rpc: Pick<RpcClient, 'call' | 'upload'>;
  private readonly intents: Intents;

  constructor(client: Pick<RpcClient, 'call' | 'upload'>, shelf: () => Promise<Shelf>, intents = new Intents()) {
    this.rpc = client;
    this.shelf = shelf();
    this.intents = intents;
  }

  /** Whose parcels are shown and sent; '' while nobody is here. */
  async enter(actor: string): Promise<void> {
    this.actor = actor;
    await this.renew();
  }

  /** Sends it now, or keeps it when no answer comes. `reachable: false` does not try first. */
  async post(given: Omit<Parcel, 'id' | 'at' | 'actor'>, reachable = true): Promise<Posted> {
    const { actor } = this;
    // Handed in again before its answer came, as from a form that was closed meanwhile, it is the same parcel.
    const id = this.intents.idFor('outbox', intentOf({ ...given, actor }));
    const parcel: Parcel = { ...given, id, actor, at: Date.now() };
    if (reachable) {
      try {
        return { is: 'added', evidence: await this.send(parcel) };
      } catch (error) {
        if (!passing(error)) throw error;
      }
    }
    const bytes = [...this.parcels, parcel].reduce((sum, one) => sum + (one.file?.size ?? 0), 0);
    if (this.parcels.length >= mostParcels || bytes > mostBytes) throw new OutboxFull();
    await (await this.shelf).put(parcel);
    await this.renew();
    return { is: 'waiting' };
  }

  /** Sends what waits, oldest first, and stops at the first that gets no answer. One run at a time. */
  flush(): Promise<void> {
    this.sending ??= this.run().finally(() => {
      this.sending = undefined;
    });
    return this.sending;
  }

  /** Tries one again that the server refused. */
  async again(id: string): Promise<void> {
    const parcel = this.parcels.find((one) => one.id === id);
    if (!parcel) return;
    const { refused: _refused, ...rest } = parcel;
    await (await this.shelf).put(rest);
    await this.renew();
    await this.flush();
  }

  async drop(id: string): Promise<void> {
    await (await this.shelf).drop(id);
    await this.renew();
  }

  private async run(): Promise<void> {
    for (const parcel of this.parcels.filter((one) => !one.refused)) {
      if (parcel.actor !== this.actor) return;
      try {
        const evidence = await this.send(parcel);
        await this.drop(parcel.id);
        this.onArrived(parcel, evidence);
      } catch (error) {
        if (passing(error)) return;
        const says = isFault(error) ? error.says : undefined;
        const message = error instanceof Error ? error.message : String(error);
        await (await this.shelf).put({ ...parcel, refused: { ...(says ? { says } : {}), message } });
        await this.renew();
      }
    }
  }

  private async send(parcel: Parcel): Promise<Evidence> {
    try {
      const blob = parcel.file && (await this.rpc.upload(parcel.file));
      // Whoever signed in during a long upload must not hand in what was another's.
      if (parcel.actor !== this.actor) throw new NoAnswer('its person has left');
      const answer = await this.rpc.call<{ evidence: Evidence }>('evidence.add', {
        ...parcel.about,
        ...(blob ? { sha256: blob.sha256, name: parcel.name } : { text: parcel.text }),
        request_id: parcel.id,
      });
      this.intents.answered('outbox', intentOf(parcel));
      return answer.evidence;
    } catch (error) {
      if (!passing(error)) this.intents.answered('outbox', intentOf(parcel));
      throw error;
    }
  }

  private async renew(): Promise<void> {
    const shelf = await this.shelf;
    this.lasting = shelf.lasting;
    this.parcels = (await shelf.list()).filter((one) => one.actor === this.actor).sort((a, b) => a.at - b.at);
    this.onChange();
  }
}

export const outbox = new Outbox(rpc, openShelf);
