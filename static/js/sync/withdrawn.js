// On the login page: a phone that was withdrawn drops its lists before anybody has logged in, and says so.
import { greet, heard, pinned, works } from "./key.js";

if (works() && (await pinned()).length) await greet();
document.getElementById("outbox").hidden = heard.state !== "revoked";
