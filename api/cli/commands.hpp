// What each subcommand does once its options are read; every one answers with the process's exit code.
#pragma once

#include "api/cli/exit_code.hpp"
#include "api/cli/rpc_client.hpp"

#include <optional>
#include <string>
#include <vector>

namespace redress::cli {

/// Options every command that talks to a server shares.
struct Common {
  Target target;
  bool json = false;  // one line of JSON on stdout
};

struct ServeOptions {
  std::string data_dir;
  std::string listen = "127.0.0.1:8080";
  std::string config;
  std::string rulebooks;
  bool sandbox = false;
};

struct ApplyOptions {
  std::string case_id;
  std::string event;
  std::string params = "{}";
  std::string party;
  std::string request_id;
  std::vector<std::string> evidence;
  std::string note;
  std::vector<std::string> overrides;  // ids of rules to pass
  std::string reason;                  // why they are passed
  bool preview = false;
};

struct OverrideListOptions {
  std::string shop;
  std::string rule;
  std::string person;
  std::string status;
};

/// `on` and `reason` are for setting; without `name` all automations of the shop.
struct AutomationOptions {
  std::string shop;
  std::string name;
  std::string reason;
};

struct ListOptions {
  std::string kind;
  std::string state;
  std::string owed_by;
  std::string text;
  int limit = 50;
};

struct EvalOptions {
  bool batch = false;
  std::string expression;  // with `batch`: a file of NDJSON, "-" or nothing is stdin
  std::string vars = "{}";
  std::string container;
};

struct BacktestOptions {
  std::string data_dir;
  std::string book;
  std::string from;
  std::string to;
  std::string csv;
};

Exit serve(ServeOptions const& options);
Exit demo(std::string const& data_dir, std::string const& listen);

Exit call(Common const& common, std::string const& method, std::string const& params);

Exit case_list(Common const& common, ListOptions const& options);
/// `as_of` empty: now.
Exit case_show(Common const& common, std::string const& case_id, std::string const& as_of);

struct EvidenceOptions {
  std::string case_id;
  std::string file;  // uploaded; or `text`
  std::string text;
  std::string kind;
  std::string source = "upload";
  std::string captured_at;
  std::string attributes = "{}";
  std::string derived_from;  // id of the original, with `how`
  std::string how = "scaled";
  std::vector<std::string> ids;
  std::string event;
  std::string via = "message";
};
Exit evidence_add(Common const& common, EvidenceOptions const& options);
Exit evidence_show(Common const& common, std::string const& method, EvidenceOptions const& options);  // list, checklist
Exit evidence_stage(Common const& common, EvidenceOptions const& options);
Exit evidence_submit(Common const& common, EvidenceOptions const& options);
Exit case_actions(Common const& common, std::string const& case_id);
Exit case_open(Common const& common, std::string const& file);
Exit case_apply(Common const& common, ApplyOptions const& options);

/// The call of case.apply and of override.propose without what is to be passed. Throws LocalFailure for options that
/// are no JSON.
boost::json::object request_of(ApplyOptions const& options);

Exit override_list(Common const& common, OverrideListOptions const& options);
Exit override_propose(Common const& common, ApplyOptions const& options);
Exit override_confirm(Common const& common, std::string const& override_id, std::string const& request_id);
Exit automation_list(Common const& common, std::string const& shop);
Exit automation_set(Common const& common, AutomationOptions const& options, bool on);

Exit workflow_list(bool json);
Exit workflow_show(std::string const& kind, std::string const& format, bool json);
/// Walks every workflow under the built-in books, or under `book` alone (a file, or the name of a built-in one).
Exit workflow_check(std::string const& book, std::string const& kind, bool json);

Exit rules_check(std::vector<std::string> const& files, bool json);
Exit rules_list(std::string const& book, bool json);
Exit rules_eval(EvalOptions const& options, bool json);
/// A case and an event, or an entry alone; empty means the caller's own reader, and the language of LANG.
struct ExplainOptions {
  std::string id;  // case_... or entry_...
  std::string event;
  std::string reader;
  std::string language;
};
Exit rules_explain(Common const& common, ExplainOptions const& options);
Exit rules_backtest(BacktestOptions const& options, bool json);
Exit rules_diff(std::string const& was, std::string const& now, bool json);
struct ActivateOptions {
  bool check_only = false;
  std::string request_id;
};
Exit rules_activate(Common const& common, ActivateOptions const& options);

struct VerifyOptions {
  std::string data_dir;                // empty: asks the server
  std::string vkey;                    // pins the ledger's key
  std::string checkpoint;              // file with a signed note kept elsewhere
  std::vector<std::string> witnesses;  // vkeys
  std::size_t witnesses_needed = 0;
  std::string stamp_certificates;  // file, PEM
};
Exit audit_verify(Common const& common, VerifyOptions const& options);
struct DoctorOptions {
  std::string data_dir;   // empty: no store is looked at
  std::string config;     // empty: none
  std::string rulebooks;  // folder; empty: the configuration's, if any
  bool url_named = false;
};
Exit doctor(Common const& common, DoctorOptions const& options);

struct BackupOptions {
  std::string data_dir;  // empty: the server at --url
  std::string output;
  bool with_keys = false;
};
Exit backup(Common const& common, BackupOptions const& options);
struct RestoreOptions {
  std::string backup;
  std::string data_dir;
  std::string checkpoint;
  std::string keys;
  std::string erasures;
  std::string reason;
};
Exit restore(RestoreOptions const& options, bool json);
struct RebuildOptions {
  std::string data_dir;
};
/// Derives every table again and compares: all differences, not the first alone.
Exit rebuild(RebuildOptions const& options, bool json);
Exit audit_trail(Common const& common, std::string const& case_id);
/// What was done that concerns no case; shop "": for the whole deployment.
Exit audit_office(Common const& common, std::string const& shop);
Exit audit_receipt(Common const& common, std::string const& entry_id, std::string const& file);
struct ReceiptOptions {
  std::string file;
  std::string vkey;
  std::vector<std::string> witnesses;  // vkeys
  std::size_t witnesses_needed = 0;    // 0: all of them
  std::string stamp_certificates;      // PEM file
};
Exit audit_verify_receipt(ReceiptOptions const& options, bool json);
struct RotateOptions {
  int overlap_days = 30;
  std::string reason;
  std::string request_id;
};
Exit audit_rotate_key(Common const& common, RotateOptions const& options);
struct WitnessCommandOptions {
  std::string data_dir;
  std::string listen = "127.0.0.1:8090";
  std::string name;
  std::vector<std::string> ledgers;  // vkeys
};
Exit witness(WitnessCommandOptions const& options);

struct PackOptions {
  std::string case_id;
  std::string file;
  std::vector<std::string> withhold;  // ids of evidence whose bytes stay out
};
Exit pack_create(Common const& common, PackOptions const& options);
Exit pack_verify(std::string const& file, std::string const& vkey, bool json);

/// Whom a `subject` command means: a case, or a buyer's pseudonym in a shop.
struct SubjectOptions {
  std::string case_id;
  std::string shop;
  std::string buyer;
  std::string basis = "buyer_request";
  std::string reason;
  std::string request_id;
};
Exit subject_show(Common const& common, SubjectOptions const& options);
Exit subject_erase(Common const& common, SubjectOptions const& options);
Exit subject_hold(Common const& common, SubjectOptions const& options);
Exit subject_release(Common const& common, SubjectOptions const& options);

Exit import_top_refunds(Common const& common, std::string const& file, std::string const& shop);
Exit import_csv(Common const& common, std::string const& map, std::string const& file);

Exit token_create(Common const& common, std::string const& role, std::string const& shop, std::string const& data_dir);

}  // namespace redress::cli
