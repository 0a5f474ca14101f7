// The package has hundreds of makers of values; for apps that do not have its types installed they are all any.

declare module 'faker' {
  const faker: any;
  export = faker;
}
