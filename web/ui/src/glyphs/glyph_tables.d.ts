declare module 'glyph-tables' {
  export const readings: string;
  export const components: string;
  export const sources: string;
}
