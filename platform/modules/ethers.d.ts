// For apps that do not have the package installed, its parts are of type any.

declare module 'ethers' {
  export const ethers: any;
  export const providers: any;
  export const utils: any;
  export const Contract: any;
  export const Wallet: any;
  export const BigNumber: any;
}
