// `redress`: reads the command line and does the one thing it says. CLI11 is heavy and stays in this file.
#include "api/cli/agent_line.hpp"
#include "api/cli/bench_line.hpp"
#include "api/cli/commands.hpp"
#include "api/cli/demo_command.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/manager_line.hpp"
#include "api/cli/misread_line.hpp"
#include "api/cli/output.hpp"
#include "api/cli/store_line.hpp"
#include "api/cli/user_line.hpp"
#include "api/cli/webhook_commands.hpp"
#include "api/cli/webhook_line.hpp"
#include "api/server/picture_child.hpp"
#include "api/server/version.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <iostream>

namespace redress::cli {
namespace {

// Chosen by the subcommand that was given; run once everything is read.
using Chosen = std::function<Exit()>;

struct CommandLine {
  CLI::App app{
      "Redress: after-sales disputes and returns, every step checked, evidenced and recorded.\n"
      "售后纠纷与退换货：每一步都核对规则、附上证据、先留痕后生效。",
      "redress"};
  Common common;
  Chosen chosen;

  CommandLine() {
    app.set_version_flag("--version", std::string(api::version_text));
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--url", common.target.url, "the server")->envname("REDRESS_URL")->capture_default_str();
    app.add_option("--token", common.target.token, "the caller's token")->envname("REDRESS_TOKEN");
    app.add_flag("--json", common.json, "one line of JSON on stdout");
    add_serving();
    add_store_commands(app, common, [this](Chosen run) { chosen = std::move(run); });
    add_calls();
    add_agent_commands(app, common, [this](Chosen run) { chosen = std::move(run); });
    add_books();
    add_audit();
    add_packs();
    add_subjects();
    add_imports();
    add_user_commands(app, common, [this](Chosen run) { chosen = std::move(run); });
    add_webhook_commands(app, common, [this](Chosen run) { chosen = std::move(run); });
    add_bench_command(app, common, [this](Chosen run) { chosen = std::move(run); });
    add_footers();
  }

  CLI::App* command(CLI::App& under, std::string const& name, std::string const& what, Chosen run) {
    auto* sub = under.add_subcommand(name, what);
    sub->callback([this, run = std::move(run)] { chosen = run; });
    return sub;
  }

  void add_serving() {
    auto* serving = command(app, "serve", "starts the server 启动服务", [this] { return cli::serve(serve_options); });
    serving->add_option("--data", serve_options.data_dir, "folder of the store")->required();
    serving->add_option("--listen", serve_options.listen, "HOST:PORT, port 0 picks one")->capture_default_str();
    serving->add_option("--config", serve_options.config, "TOML file");
    serving->add_option("--rulebooks", serve_options.rulebooks, "folder of rulebooks beside the built-in ones");
    serving->add_option("--webhook-allow", serve_options.webhook_allow,
                        "host, address or network that deliveries may go to though it is not public; may be repeated");
    serving
        ->add_option("--second-factor", serve_options.second_factor,
                     "roles whose users need a second factor to do anything, e.g. manager,admin 须两步验证的角色")
        ->delimiter(',');
    serving->add_flag("--sandbox", serve_options.sandbox, "a virtual clock, moved only by sandbox.advance");
    auto* demo = command(app, "demo", "a sample shop with cases of every kind 演示店铺", [this] {
      return common.json ? cli::demo_as_json(data_dir, demo_listen) : cli::demo(data_dir, demo_listen);
    });
    demo->add_option("--listen", demo_listen, "HOST:PORT")->capture_default_str();
    demo->add_option("--data", data_dir, "keep the store here");
    command(app, "version", "prints the version", [this] {
      if (common.json)
        print_json(boost::json::object{{"version", api::version_text}}, true);
      else
        std::cout << api::version_text << "\n";
      return Exit::ok;
    });
    auto* token = app.add_subcommand("token", "API tokens 令牌")->require_subcommand(1);
    auto* create = command(*token, "create", "makes a token; its secret is shown once",
                           [this] { return token_create(common, role, shop, data_dir); });
    create->add_option("--role", role, "agent, manager, auditor, service or admin")
        ->required()
        ->check(CLI::IsMember({"agent", "manager", "auditor", "service", "admin"}));
    create->add_option("--shop", shop, "bind it to one shop");
    create->add_option("--data", data_dir, "the running server's folder: uses its admin token and address");
  }

  void add_calls() {
    auto* call = command(app, "call", "one RPC call, result on stdout 单次调用",
                         [this] { return cli::call(common, method, params); });
    call->add_option("METHOD", method, "as in docs/rpc.md, e.g. case.get")->required();
    call->add_option("PARAMS-JSON", params, "JSON object")->capture_default_str();
    auto* cases = app.add_subcommand("case", "the agent's commands 案件")->require_subcommand(1);
    auto* list =
        command(*cases, "list", "cases, nearest deadline first", [this] { return case_list(common, list_options); });
    list->add_option("--kind", list_options.kind, "refund, exchange, logistics_delay or bad_review");
    list->add_option("--state", list_options.state, "e.g. WAIT_SELLER_AGREE");
    list->add_option("--owed-by", list_options.owed_by, "who must move next");
    list->add_option("--text", list_options.text, "words in id, order or reason");
    list->add_option("--limit", list_options.limit, "cases at most")->check(CLI::Range(1, 200))->capture_default_str();
    auto* show =
        command(*cases, "show", "one case with facts and evidence", [this] { return case_show(common, id, as_of); });
    show->add_option("CASE", id)->required();
    show->add_option("--as-of", as_of, "as it stood then, e.g. 2026-01-05T02:00:00Z");
    command(*cases, "actions", "what may be done now, what not, and why", [this] { return case_actions(common, id); })
        ->add_option("CASE", id)
        ->required();
    command(*cases, "open", "opens a case from a JSON file (- is stdin)", [this] { return case_open(common, file); })
        ->add_option("FILE", file)
        ->required();
    auto* apply = command(*cases, "apply", "asks for one event", [this] { return case_apply(common, apply_options); });
    apply->add_option("CASE", apply_options.case_id, "id of the case")->required();
    apply->add_option("EVENT", apply_options.event, "as `case actions` lists it")->required();
    apply->add_option("--params", apply_options.params, "JSON object")->capture_default_str();
    apply->add_option("--party", apply_options.party, "whose move is reported");
    apply->add_option("--evidence", apply_options.evidence, "id or JSON object; may be repeated");
    apply->add_option("--request-id", apply_options.request_id, "makes a retry safe");
    apply->add_option("--note", apply_options.note, "kept beside the entry");
    apply->add_flag("--preview", apply_options.preview, "what would happen; nothing is written");
    auto* override_rules = apply->add_option("--override", apply_options.overrides, "rule to pass; may be repeated");
    apply->add_option("--reason", apply_options.reason, "why the rule is passed")->needs(override_rules);
    override_rules->needs("--reason");
  }

  void add_books() {
    auto* workflow = app.add_subcommand("workflow", "the tables and their pictures 流程")->require_subcommand(1);
    command(*workflow, "list", "the workflows there are", [this] { return workflow_list(common.json); });
    auto* show =
        command(*workflow, "show", "one workflow", [this] { return workflow_show(kind, format, common.json); });
    show->add_option("KIND", kind, "refund, exchange, logistics_delay or bad_review")->required();
    show->add_option("--format", format, "json, mermaid or svg")
        ->check(CLI::IsMember({"json", "mermaid", "svg"}))
        ->capture_default_str();
    auto* model = command(*workflow, "check",
                          "walks every path of every workflow under every rulebook, in about a minute 模型检查",
                          [this] { return workflow_check(book, kind, common.json); });
    model->add_option("--book", book, "under this rulebook alone: a file, or a built-in one's name");
    model->add_option("--kind", kind, "this workflow alone");
    auto* rules = app.add_subcommand("rules", "rulebook tools 规则手册")->require_subcommand(1);
    command(*rules, "check", "checks rulebook files; without files, the built-in ones", [this] {
      return rules_check(files, common.json);
    })->add_option("FILE", files);
    command(*rules, "list", "the built-in rules", [this] {
      return rules_list(id, common.json);
    })->add_option("BOOK", id);
    auto* activate = command(*rules, "activate", "puts the server's folder of rulebooks in force 启用",
                             [this] { return rules_activate(common, activate_options); });
    activate->add_flag("--check-only", activate_options.check_only, "says what would change; changes nothing");
    activate->add_option("--request-id", activate_options.request_id, "makes a retry safe");
    auto* explain = command(*rules, "explain", "why: the proof of a verdict, and what would turn a refusal 解释",
                            [this] { return rules_explain(common, explain_options); });
    explain->add_option("CASE", explain_options.id, "a case, or an entry of its trail")->required();
    explain->add_option("EVENT", explain_options.event, "not for an entry");
    explain->add_option("--reader", explain_options.reader, "to whom it is told (default: you)")
        ->check(CLI::IsMember({"buyer", "agent", "manager", "auditor"}));
    explain->add_option("--language", explain_options.language, "zh or en (default: that of LANG)")
        ->check(CLI::IsMember({"zh", "en"}));
    auto* eval = command(*rules, "eval", "evaluates a CEL expression, or a batch of them 求值",
                         [this] { return rules_eval(eval_options, common.json); });
    eval->add_option("EXPR", eval_options.expression, "the expression; with --batch a file of NDJSON (default: stdin)");
    eval->add_flag("--batch", eval_options.batch, "one {id, expr, vars, container} a line in, one answer a line out");
    eval->add_option("--vars", eval_options.vars, "JSON object of variables")->capture_default_str();
    eval->add_option("--container", eval_options.container, "the namespace names are looked up in");
    add_backtest(*rules);
  }

  void add_backtest(CLI::App& rules) {
    auto* backtest = command(rules, "backtest", "what a rulebook would have done to a store's recorded decisions 回测",
                             [this] { return rules_backtest(backtest_options, common.json); });
    backtest->add_option("--data", backtest_options.data_dir, "folder of a store no server runs on")->required();
    backtest->add_option("--book", backtest_options.book, "the rulebook's file")->required();
    backtest->add_option("--from", backtest_options.from, "first Beijing day, e.g. 2026-01-01");
    backtest->add_option("--to", backtest_options.to, "last Beijing day");
    backtest->add_option("--csv", backtest_options.csv, "write one line a difference here");
    auto* diff = command(rules, "diff", "what changed between two rulebooks, in words 对比",
                         [this] { return rules_diff(id, file, common.json); });
    diff->add_option("A", id, "file, or name of a built-in book")->required();
    diff->add_option("B", file, "file, or name of a built-in book")->required();
  }

  void add_audit() {
    auto* audit = app.add_subcommand("audit", "the trail 审计")->require_subcommand(1);
    auto* whole = command(*audit, "verify", "verifies a whole store: entries, tables, files 校验",
                          [this] { return audit_verify(common, verify_options); });
    whole->add_option("--data", verify_options.data_dir,
                      "folder of a store no server runs on (default: ask the server)");
    whole->add_option("--vkey", verify_options.vkey, "the ledger's key, if you know it");
    whole->add_option("--checkpoint", verify_options.checkpoint,
                      "a signed checkpoint you kept; the ledger must hold it");
    whole->add_option("--witness", verify_options.witnesses, "vkey of a witness you believe; may be repeated");
    whole->add_option("--witnesses-needed", verify_options.witnesses_needed, "how many of them (default: all)");
    whole->add_option("--stamp-certificates", verify_options.stamp_certificates,
                      "PEM of the stamping services you believe");
    command(*audit, "trail", "the entries of a case", [this] { return audit_trail(common, id); })
        ->add_option("CASE", id)
        ->required();
    command(*audit, "office", "what was done that concerns no case: tokens, automations, rulebooks 事务", [this] {
      return audit_office(common, shop);
    })->add_option("--shop", shop, "of this shop; without it, of the whole deployment");
    auto* receipt = command(*audit, "receipt", "the portable proof of one entry",
                            [this] { return audit_receipt(common, id, file); });
    receipt->add_option("ENTRY", id)->required();
    receipt->add_option("-o,--output", file, "file to write");
    auto* rotate = command(*audit, "rotate-key", "the ledger's next key; both sign for a while 更换总账密钥",
                           [this] { return audit_rotate_key(common, rotate_options); });
    rotate->add_option("--overlap-days", rotate_options.overlap_days, "how long both sign")
        ->check(CLI::Range(1, 365))
        ->capture_default_str();
    rotate->add_option("--reason", rotate_options.reason, "kept beside the entry that announces it");
    rotate->add_option("--request-id", rotate_options.request_id, "makes a retry safe");
    auto* verify = command(*audit, "verify-receipt", "checks a receipt: no server, store or network 验证回执",
                           [this] { return audit_verify_receipt(receipt_options, common.json); });
    verify->add_option("FILE", receipt_options.file)->required();
    verify->add_option("--vkey", receipt_options.vkey, "the ledger's key, if you know it");
    verify->add_option("--witness", receipt_options.witnesses, "vkey of a witness you believe; may be repeated");
    verify->add_option("--witnesses-needed", receipt_options.witnesses_needed, "how many of them (default: all)");
    verify->add_option("--stamp-certificates", receipt_options.stamp_certificates,
                       "PEM file of the stamping service's certificates");
    add_manager_commands(*audit, common, [this](Chosen run) { chosen = std::move(run); });
    auto* witness_server = command(app, "witness", "a witness: cosigns the checkpoints of ledgers as they grow 见证人",
                                   [this] { return cli::witness(witness_options); });
    witness_server->add_option("--data", witness_options.data_dir, "folder of its key and what it cosigned")
        ->required();
    witness_server->add_option("--ledger", witness_options.ledgers, "vkey of a ledger it knows; may be repeated")
        ->required();
    witness_server->add_option("--listen", witness_options.listen, "HOST:PORT, port 0 picks one")
        ->capture_default_str();
    witness_server->add_option("--name", witness_options.name, "name of its key, drawn at the first start");
  }

  void add_packs() {
    auto* pack = app.add_subcommand("pack", "a case's evidence pack 证据包")->require_subcommand(1);
    auto* create = command(*pack, "create", "one ZIP with the whole story, for a stranger to check",
                           [this] { return pack_create(common, pack_options); });
    create->add_option("CASE", pack_options.case_id)->required();
    create->add_option("-o,--output", pack_options.file, "ZIP to write")->required();
    create->add_option("--withhold", pack_options.withhold, "id of evidence to leave out; may be repeated");
    auto* verify = command(*pack, "verify", "checks a pack: no server, store or network",
                           [this] { return pack_verify(file, vkey, common.json); });
    verify->add_option("FILE", file)->required();
    verify->add_option("--vkey", vkey, "the ledger's key, if you know it");
  }

  void add_subjects() {
    auto* subject =
        app.add_subcommand("subject", "what is kept of a person, and its erasure 个人信息")->require_subcommand(1);
    auto const whom = [this](CLI::App* sub) {
      auto* case_id = sub->add_option("CASE", subject_options.case_id, "a case of the person");
      sub->add_option("--shop", subject_options.shop, "with --buyer: the shop");
      sub->add_option("--buyer", subject_options.buyer, "the pseudonym, as a case shows it")->excludes(case_id);
      return sub;
    };
    auto const writes = [&](CLI::App* sub) {
      sub->add_option("--request-id", subject_options.request_id, "makes a retry safe");
      return whom(sub);
    };
    auto const says_why = [&](CLI::App* sub) {
      sub->add_option("--reason", subject_options.reason, "why")->required();
      return writes(sub);
    };
    whom(command(*subject, "show", "state, periods, what is kept",
                 [this] { return subject_show(common, subject_options); }));
    writes(command(*subject, "erase", "restricts now, shreds when the legal periods are over",
                   [this] { return subject_erase(common, subject_options); }))
        ->add_option("--basis", subject_options.basis, "the ground")
        ->check(CLI::IsMember(
            {"buyer_request", "purpose_achieved", "period_over", "consent_withdrawn", "unlawful", "other"}))
        ->capture_default_str();
    says_why(
        command(*subject, "hold", "blocks the shredding", [this] { return subject_hold(common, subject_options); }));
    says_why(
        command(*subject, "release", "lifts the hold", [this] { return subject_release(common, subject_options); }));
  }

  void add_imports() {
    auto* import = app.add_subcommand("import", "platform records and tables 导入")->require_subcommand(1);
    auto* refunds = command(*import, "top-refunds", "records as taobao.refund.get answers them, one JSON a line",
                            [this] { return import_top_refunds(common, file, shop); });
    refunds->add_option("FILE", file, "NDJSON")->required();
    refunds->add_option("--shop", shop, "shop the cases belong to (default: the record's seller_nick)");
    auto* csv =
        command(*import, "csv", "rows of a table, by a mapping file", [this] { return import_csv(common, map, file); });
    csv->add_option("--map", map, "YAML mapping")->required();
    csv->add_option("FILE", file, "CSV")->required();
  }

  // Last, because CLI11 hands a footer down to the subcommands added after it.
  void add_footers() {
    app.footer(
        "Examples:\n  redress demo\n  redress serve --data ./data\n  redress case actions case_01J...\n"
        "Exit codes: 0 ok, 1 failed, 2 usage, 3 partly done, 4 verification failed, 5 refused by rule,\n"
        "6 not found, 7 conflict, 8 auth, 9 server unreachable, 130 interrupted");
    for (auto const& [names, example] : examples) {
      auto* sub = &app;
      for (auto const* name : names) sub = sub->get_subcommand(name);
      sub->footer(fmt::format("Example 示例:\n  {}", example));
    }
  }

  struct Example {
    std::vector<char const*> names;
    std::string_view line;
  };
  std::vector<Example> const examples{
      {{"serve"}, "redress serve --data ./data --listen 127.0.0.1:8080"},
      {{"demo"}, "redress demo --listen 127.0.0.1:0\n  redress demo --json   # url, users and tokens as one line"},
      {{"doctor"}, "redress doctor --data ./data --config redress.toml"},
      {{"token", "create"}, "redress token create --role agent --shop my-shop --data ./data"},
      {{"call"}, "redress call case.get '{\"case_id\":\"case_01J...\"}'"},
      {{"case", "list"}, "redress case list --owed-by seller --kind refund"},
      {{"case", "show"}, "redress --json case show case_01J..."},
      {{"case", "actions"}, "redress case actions case_01J..."},
      {{"case", "open"}, "redress case open request.json"},
      {{"case", "apply"},
       "redress case apply case_01J... refuse --params '{\"message\":\"已核实\"}' --evidence ev_01J... --preview"},
      {{"override", "propose"},
       "redress override propose case_01J... agree_refund --rule TEA-A-1 --reason '老客户，照片已核实'"},
      {{"override", "confirm"}, "redress override confirm entry_01J..."},
      {{"override", "decline"}, "redress override decline entry_01J... --reason 凭证不足"},
      {{"automation", "off"}, "redress automation off --shop my-shop --reason '大促期间人工处理'"},
      {{"evidence", "add"},
       "redress evidence add case_01J... unboxing.mp4 --kind E-UNBOX --captured-at 2026-01-05T10:00:00+08:00 "
       "--attributes '{\"continuous\":true}'"},
      {{"workflow", "show"}, "redress workflow show refund --format svg > refund.svg"},
      {{"rules", "check"}, "redress rules check my-book.yaml"},
      {{"rules", "backtest"}, "redress rules backtest --data ./data --book my-taobao.yaml --csv changes.csv"},
      {{"rules", "diff"}, "redress rules diff taobao my-taobao.yaml"},
      {{"rules", "activate"}, "redress rules activate --check-only"},
      {{"rules", "explain"}, "redress rules explain case_01J... refuse"},
      {{"audit", "verify"}, "redress audit verify --data ./data"},
      {{"backup"}, "redress backup --data ./data -o /backups/monday"},
      {{"restore"}, "redress restore /backups/monday --data ./restored --checkpoint newest.note"},
      {{"rebuild"}, "redress rebuild --data ./data --check"},
      {{"audit", "receipt"}, "redress audit receipt entry_01J... -o receipt.json"},
      {{"audit", "verify-receipt"}, "redress audit verify-receipt receipt.json --vkey 'shop+1a2b3c4d+...'"},
      {{"pack", "create"}, "redress pack create case_01J... -o case.zip"},
      {{"pack", "verify"}, "redress pack verify case.zip --vkey 'shop+1a2b3c4d+...'"},
      {{"audit", "rotate-key"}, "redress audit rotate-key --overlap-days 30"},
      {{"witness"}, "redress witness --data ./witness --ledger 'redress.local/1a2b+1a2b3c4d+...'"},
      {{"subject", "show"}, "redress subject show case_01J..."},
      {{"subject", "erase"}, "redress subject erase case_01J... --basis buyer_request"},
      {{"subject", "hold"}, "redress subject hold --shop my-shop --buyer buyer_1a2b... --reason '买家已起诉'"},
      {{"subject", "release"}, "redress subject release case_01J... --reason '案件已审结'"},
      {{"import", "top-refunds"}, "redress import top-refunds refunds.ndjson --shop my-shop"},
      {{"bench"}, "redress bench --url http://127.0.0.1:8080 --token $TOKEN --connections 128 --seconds 20"},
      {{"import", "csv"}, "redress import csv --map docs/examples/olist-orders.yaml orders.csv"},
  };

  Serving serve_options;
  SubjectOptions subject_options;
  ListOptions list_options;
  EvalOptions eval_options;
  BacktestOptions backtest_options;
  ApplyOptions apply_options;
  ExplainOptions explain_options;
  ActivateOptions activate_options;
  PackOptions pack_options;
  ReceiptOptions receipt_options;
  RotateOptions rotate_options;
  WitnessCommandOptions witness_options;
  VerifyOptions verify_options;
  std::string data_dir, demo_listen = "127.0.0.1:8080", role, shop, method, params = "{}", id, file, kind, book,
                        format = "json", vkey, map, as_of;
  std::vector<std::string> files;
};

}  // namespace
}  // namespace redress::cli

int main(int argc, char** argv) {
  // Not for people: how the server looks at pictures (api/server/picture_child.hpp).
  if (argc == 5 && std::string_view{argv[1]} == "picture-mark")
    return redress::api::run_picture_child(argv[2], argv[3], argv[4]);
  redress::cli::CommandLine line;
  try {
    line.app.parse(argc, argv);
  } catch (CLI::ParseError const& error) {
    return redress::cli::misread(line.app, error);
  }
  while (line.common.target.url.ends_with('/')) line.common.target.url.pop_back();
  try {
    return static_cast<int>(line.chosen());
  } catch (redress::cli::LocalFailure const& failure) {
    return static_cast<int>(redress::cli::tell_fault(failure.fault, failure.exit, line.common.json));
  } catch (std::exception const& error) {
    std::cerr << error.what() << "\n";
    return static_cast<int>(redress::cli::Exit::failed);
  }
}
