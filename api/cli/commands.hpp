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
  bool preview = false;
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
Exit case_show(Common const& common, std::string const& case_id);
Exit case_actions(Common const& common, std::string const& case_id);
Exit case_open(Common const& common, std::string const& file);
Exit case_apply(Common const& common, ApplyOptions const& options);

Exit workflow_list(bool json);
Exit workflow_show(std::string const& kind, std::string const& format);
Exit workflow_check(bool json);

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

Exit audit_verify(std::string const& data_dir, bool json);
Exit audit_trail(Common const& common, std::string const& case_id);
/// What was done that concerns no case; shop "": for the whole deployment.
Exit audit_office(Common const& common, std::string const& shop);
Exit audit_receipt(Common const& common, std::string const& entry_id, std::string const& file);
Exit audit_verify_receipt(std::string const& file, std::string const& vkey, bool json);

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
