/** The pages of the organisation's settings: the frame knows this one file of them, since most people never open any. */
export const people = () => import("./people/PeoplePage");
export const calendars = () => import("./calendars/CalendarsPage");
export const rosters = () => import("./rosters/RostersPage");
export const channels = () => import("./channels/ChannelsPage");
