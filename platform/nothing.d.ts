// Declares nothing. The editor's own TypeScript support checks all files again when it is closed.
export {};
