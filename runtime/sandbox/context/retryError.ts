/** Thrown where PostHog repeats a call, it asks for another try. Reference 2.6. */
export class RetryError extends Error {
  _attempt: number | undefined;
  _maxAttempts: number | undefined;

  constructor(message?: string) {
    super(message);
    this.name = 'RetryError';
  }

  get nameWithAttempts(): string {
    return this._attempt !== undefined && this._maxAttempts !== undefined
      ? `${this.name} (attempt ${this._attempt}/${this._maxAttempts})`
      : this.name;
  }

  override toString(): string {
    return `${this.nameWithAttempts}: ${this.message}`;
  }
}
