// What PostHog's VM has and the types of Node declare, too: for programs without those types.

/**
 * Bytes, as in Node. A Buffer that PostHog hands over is no `instanceof Uint8Array`; `Buffer.isBuffer` knows it.
 *
 * @example
 * const basic = Buffer.from(`${meta.config.user}:${meta.config.password}`).toString('base64')
 */
declare var Buffer: PostHogVm.BufferConstructor;

/** What `Buffer.from` and its like give. */
interface Buffer extends PostHogVm.BufferMethods {}

/**
 * The global object, as in Node. It lives as long as the app is loaded, in each worker thread by itself; for what the
 * app keeps there is `meta.global`.
 *
 * @example
 * const hasTimers = 'setTimeout' in global
 */
declare var global: typeof globalThis;

/** Types of what PostHog's VM has. */
declare namespace PostHogVm {
  /** How text is written as bytes. */
  type Encoding =
    | 'utf8'
    | 'utf-8'
    | 'ascii'
    | 'base64'
    | 'base64url'
    | 'hex'
    | 'latin1'
    | 'binary'
    | 'ucs2'
    | 'utf16le';

  /** What the class Buffer has. */
  interface BufferConstructor {
    /**
     * The bytes of a text; UTF-8 unless another encoding is named.
     *
     * @example
     * const token = Buffer.from('user:password').toString('base64')
     */
    from(text: string, encoding?: Encoding): Buffer;
    /**
     * The bytes of a list or of an ArrayBuffer.
     *
     * @example
     * const bytes = Buffer.from([0x50, 0x48])
     */
    from(bytes: ArrayLike<number> | ArrayBufferLike): Buffer;
    /**
     * Zeros, or what `fill` says.
     *
     * @example
     * const zeros = Buffer.alloc(16)
     */
    alloc(size: number, fill?: string | number | Uint8Array, encoding?: Encoding): Buffer;
    /**
     * Bytes that hold anything until they are written.
     *
     * @example
     * const bytes = Buffer.allocUnsafe(16).fill(0)
     */
    allocUnsafe(size: number): Buffer;
    /**
     * One behind the other.
     *
     * @example
     * const all = Buffer.concat([Buffer.from('a'), Buffer.from('b')])
     */
    concat(list: readonly Uint8Array[], totalLength?: number): Buffer;
    /**
     * Whether a value is a Buffer, also one that PostHog handed over.
     *
     * @example
     * const text = Buffer.isBuffer(value) ? value.toString() : String(value)
     */
    isBuffer(value: unknown): value is Buffer;
    /**
     * Whether an encoding is known.
     *
     * @example
     * const isKnown = Buffer.isEncoding('hex')
     */
    isEncoding(encoding: string): encoding is Encoding;
    /**
     * Number of bytes of a text.
     *
     * @example
     * const size = Buffer.byteLength(JSON.stringify(event))
     */
    byteLength(text: string | ArrayBufferLike | ArrayBufferView, encoding?: Encoding): number;
    /**
     * Which of two comes first, for sorting.
     *
     * @example
     * const sorted = [Buffer.from('b'), Buffer.from('a')].sort(Buffer.compare)
     */
    compare(first: Uint8Array, second: Uint8Array): -1 | 0 | 1;
    /** What all of them have. */
    readonly prototype: Buffer;
  }

  /**
   * The bytes of a Buffer, which are its own, so that the `body` of a request may be one. TypeScript writes that since 5.7
   * as `Uint8Array<ArrayBuffer>`, which older ones do not know, and knows it of this function in all of them.
   */
  type OwnBytes = ReturnType<Uint8ArrayConstructor['of']>;

  /** What a Buffer has beside what every Uint8Array has. */
  interface BufferMethods extends OwnBytes {
    /**
     * The bytes as text; UTF-8 unless another encoding is named.
     *
     * @example
     * const hex = Buffer.from('PostHog').toString('hex')
     */
    toString(encoding?: Encoding, start?: number, end?: number): string;
    /**
     * What `JSON.stringify` writes: a list of numbers. Write text instead, it is a third as long.
     *
     * @example
     * const { data } = Buffer.from('PostHog').toJSON()
     */
    toJSON(): { type: 'Buffer'; data: number[] };
    /**
     * Whether both hold the same bytes.
     *
     * @example
     * const isSame = Buffer.from('a').equals(Buffer.from('a'))
     */
    equals(other: Uint8Array): boolean;
    /**
     * Which of both comes first.
     *
     * @example
     * const order = Buffer.from('a').compare(Buffer.from('b'))
     */
    compare(other: Uint8Array): -1 | 0 | 1;
    /**
     * Copies bytes into another; returns how many.
     *
     * @example
     * const count = Buffer.from('PostHog').copy(Buffer.alloc(4))
     */
    copy(target: Uint8Array, targetStart?: number, sourceStart?: number, sourceEnd?: number): number;
    /**
     * Writes a text at the begin; returns the number of bytes.
     *
     * @example
     * const count = Buffer.alloc(8).write('PostHog')
     */
    write(text: string, encoding?: Encoding): number;
    /**
     * Writes a text at a place; returns the number of bytes.
     *
     * @example
     * const count = Buffer.alloc(8).write('Hog', 4)
     */
    write(text: string, offset: number, encoding?: Encoding): number;
    /**
     * Writes some bytes of a text at a place; returns their number.
     *
     * @example
     * const count = Buffer.alloc(8).write('PostHog', 0, 4)
     */
    write(text: string, offset: number, length: number, encoding?: Encoding): number;
    /** Reads a number of 8 bits, without a sign. Outside of the bytes it throws. */
    readUInt8(offset?: number): number;
    /** Reads a number of 16 bits, without a sign, the large byte first. Outside of the bytes it throws. */
    readUInt16BE(offset?: number): number;
    /** Reads a number of 16 bits, without a sign, the small byte first. Outside of the bytes it throws. */
    readUInt16LE(offset?: number): number;
    /** Reads a number of 32 bits, without a sign, the large byte first. Outside of the bytes it throws. */
    readUInt32BE(offset?: number): number;
    /** Reads a number of 32 bits, without a sign, the small byte first. Outside of the bytes it throws. */
    readUInt32LE(offset?: number): number;
    /** Reads a number of 8 bits. Outside of the bytes it throws. */
    readInt8(offset?: number): number;
    /** Reads a number of 16 bits, the large byte first. Outside of the bytes it throws. */
    readInt16BE(offset?: number): number;
    /** Reads a number of 16 bits, the small byte first. Outside of the bytes it throws. */
    readInt16LE(offset?: number): number;
    /** Reads a number of 32 bits, the large byte first. Outside of the bytes it throws. */
    readInt32BE(offset?: number): number;
    /** Reads a number of 32 bits, the small byte first. Outside of the bytes it throws. */
    readInt32LE(offset?: number): number;
    /** Reads a fraction of 32 bits, the large byte first. Outside of the bytes it throws. */
    readFloatBE(offset?: number): number;
    /** Reads a fraction of 32 bits, the small byte first. Outside of the bytes it throws. */
    readFloatLE(offset?: number): number;
    /** Reads a fraction of 64 bits, the large byte first. Outside of the bytes it throws. */
    readDoubleBE(offset?: number): number;
    /** Reads a fraction of 64 bits, the small byte first. Outside of the bytes it throws. */
    readDoubleLE(offset?: number): number;
    /** Writes a number of 8 bits, without a sign; returns the place behind it. */
    writeUInt8(value: number, offset?: number): number;
    /** Writes a number of 16 bits, without a sign, the large byte first; returns the place behind it. */
    writeUInt16BE(value: number, offset?: number): number;
    /** Writes a number of 16 bits, without a sign, the small byte first; returns the place behind it. */
    writeUInt16LE(value: number, offset?: number): number;
    /** Writes a number of 32 bits, without a sign, the large byte first; returns the place behind it. */
    writeUInt32BE(value: number, offset?: number): number;
    /** Writes a number of 32 bits, without a sign, the small byte first; returns the place behind it. */
    writeUInt32LE(value: number, offset?: number): number;
    /** Writes a number of 8 bits; returns the place behind it. */
    writeInt8(value: number, offset?: number): number;
    /** Writes a number of 16 bits, the large byte first; returns the place behind it. */
    writeInt16BE(value: number, offset?: number): number;
    /** Writes a number of 16 bits, the small byte first; returns the place behind it. */
    writeInt16LE(value: number, offset?: number): number;
    /** Writes a number of 32 bits, the large byte first; returns the place behind it. */
    writeInt32BE(value: number, offset?: number): number;
    /** Writes a number of 32 bits, the small byte first; returns the place behind it. */
    writeInt32LE(value: number, offset?: number): number;
  }
}
