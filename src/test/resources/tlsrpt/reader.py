# Reads a TLS report as a receiver would, with nothing of ours: a mail message (RFC 8460 section 5.3) or the posted file.
# usage: reader.py mail|file PATH: prints facts as JSON, or fails with what is wrong.
import base64
import datetime
import email
import email.policy
import gzip
import ipaddress
import json
import re
import sys

REGISTRY = {
    "starttls-not-supported", "certificate-host-mismatch", "certificate-expired", "certificate-not-trusted",
    "validation-failure", "tlsa-invalid", "dnssec-invalid", "dane-required", "sts-policy-fetch-error",
    "sts-webpki-invalid", "sts-policy-invalid",
}
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\Z")


def need(condition, what):
    if not condition:
        raise SystemExit("not as RFC 8460 says: " + str(what))


def no_doubles(pairs):
    names = [name for name, _ in pairs]
    need(len(names) == len(set(names)), "doubled name in " + str(names))
    return dict(pairs)


def whole(value):
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def read(packed):
    text = gzip.decompress(packed).decode("utf-8")
    report = json.loads(text, object_pairs_hook=no_doubles)
    for field in ("organization-name", "date-range", "contact-info", "report-id", "policies"):
        need(field in report, "no " + field)
    begin, end = report["date-range"]["start-datetime"], report["date-range"]["end-datetime"]
    need(TIME.match(begin) and TIME.match(end), "times " + begin + " " + end)
    need(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", report["contact-info"]), report["contact-info"])
    need(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+", report["report-id"]), report["report-id"])
    need(report["policies"], "no policies")
    for one in report["policies"]:
        policy(one)
    return report


def policy(one):
    said = one["policy"]
    need(said["policy-type"] in ("tlsa", "sts", "no-policy-found"), said)
    need(said["policy-domain"], "no policy-domain")
    need(isinstance(said.get("policy-string", []), list), said)
    need(isinstance(said.get("mx-host", []), list), said)
    if said["policy-type"] == "tlsa":
        for record in said["policy-string"]:
            need(re.fullmatch(r"[0-3] [01] [012] [0-9A-F]+", record), record)
    summary = one["summary"]
    need(whole(summary["total-successful-session-count"]) and whole(summary["total-failure-session-count"]), summary)
    for detail in one.get("failure-details", []):
        need(detail["result-type"] in REGISTRY, detail)
        need(whole(detail["failed-session-count"]) and detail["failed-session-count"] > 0, detail)
        for field in ("sending-mta-ip", "receiving-ip"):
            if field in detail:
                ipaddress.ip_address(detail[field])
        need("" not in detail.values(), detail)


def file_name(name, report, submitter):
    parts = name.removesuffix(".json.gz").split("!")
    need(name.endswith(".json.gz") and 4 <= len(parts) <= 5, name)
    need(parts[0] == submitter, name)
    days = [datetime.datetime.strptime(t, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=datetime.timezone.utc).timestamp()
            for t in (report["date-range"]["start-datetime"], report["date-range"]["end-datetime"])]
    need([int(parts[2]), int(parts[3])] == days, name)
    return parts[1]


def mail(octets):
    message = email.message_from_bytes(octets, policy=email.policy.default)
    need(message.get_content_type() == "multipart/report", message.get_content_type())
    need(message.get_param("report-type") == "tlsrpt", message["Content-Type"])
    parts = list(message.iter_parts())
    need([p.get_content_type() for p in parts] == ["text/plain", "application/tlsrpt+gzip"],
         [str(p) for p in parts])
    need(parts[1].get_content_disposition() == "attachment", "disposition")
    raw = next(v for k, v in parts[1].raw_items() if k.lower() == "content-disposition")
    need("\n" not in str(raw), "the file name is folded")
    report = read(parts[1].get_payload(decode=True))
    domain, submitter = message["TLS-Report-Domain"], message["TLS-Report-Submitter"]
    need(submitter == report["contact-info"].split("@")[1], submitter)
    need(file_name(parts[1].get_filename(), report, submitter) == domain, parts[1].get_filename())
    need(message["Subject"] == "Report Domain: %s Submitter: %s Report-ID: <%s>"
         % (domain, submitter, report["report-id"]), message["Subject"])
    return {"report": report, "domain": domain, "submitter": submitter, "from": message["From"], "to": message["To"],
            "auto": message["Auto-Submitted"], "tls-required": message["TLS-Required"]}


octets = open(sys.argv[2], "rb").read()
print(json.dumps(mail(octets) if sys.argv[1] == "mail" else {"report": read(octets)}))
