/** KB; the last two are over the cap of messages. */
export const SIZES = [12, 64, 250, 1_024, 10_240];
/** The greatest of them that is under the cap: what peers are asked with. */
export const UNDER_CAP = 250;
