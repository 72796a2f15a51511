// Lets the TypeScript client read what generated.py, which runs this, has read before: see there.
import { readFileSync } from "node:fs";
import * as apis from "./three";

// This generator sends the access token of OAuth as it is given.
const accessToken = "Bearer " + process.env.TOKEN;
const configuration = new apis.Configuration({ basePath: process.env.ENDPOINT, accessToken });
const clients = Object.entries(apis)
    .filter(([name]) => name.endsWith("Api"))
    .map(([, api]) => new (api as any)(configuration));

function kept(sent: any, read: any, where: string): void {
    if (read instanceof Date) {
        if (new Date(sent).getTime() !== read.getTime()) throw new Error(`${where}: ${sent} became ${read.toISOString()}`);
    } else if (sent !== null && typeof sent === "object") {
        for (const name of Object.keys(sent).filter((it) => sent[it] !== null)) {
            const known = [name, name[0].toLowerCase() + name.slice(1), name.replace(/\W/g, "")].find((it) => it in read);
            if (known === undefined) throw new Error(`${where}.${name} is lost`);
            kept(sent[name], read[known], `${where}.${name}`);
        }
    } else if (sent !== read) {
        throw new Error(`${where}: ${sent} became ${read}`);
    }
}

for (const { name, values, sent } of JSON.parse(readFileSync("calls.json", "utf8"))) {
    const client = clients.find((it) => name in it);
    client[name](values).then(
        (read: any) => { kept(sent, read, name); console.log("read", name); },
        (error: any) => { console.error(name, error); process.exitCode = 1; },
    );
}
