/** Whether a note can be read in translation. An engine that could not do anything gives the original back. */
export function isTranslated({ translation }) {
  return Boolean(translation && (translation.engine || translation.corrected));
}
