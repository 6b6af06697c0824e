#include "api/cli/manager_line.hpp"

#include "api/cli/manager_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {
namespace {

constexpr std::int64_t minor_max = 9'007'199'254'740'991;

void add_window(CLI::App& sub, AuditAsk& ask) {
  sub.add_option("--shop", ask.texts["shop"], "of this shop");
  sub.add_option("--from", ask.texts["from"], "from this moment on, e.g. 2026-01-01T00:00:00+08:00");
  sub.add_option("--to", ask.texts["to"], "before this moment");
}

void add_conditions(CLI::App& sub, AuditAsk& ask) {
  add_window(sub, ask);
  sub.add_option("--case", ask.texts["case_id"], "of this case");
  sub.add_option("--person", ask.texts["person"], "who acted");
  sub.add_option("--role", ask.texts["role"], "as agent, manager, auditor, service or admin");
  sub.add_option("--rule", ask.texts["rule"], "where this clause had a part");
  sub.add_option("--rule-part", ask.texts["rule_part"], "which part: refused, passed or consulted")
      ->check(CLI::IsMember({"consulted", "refused", "passed"}));
  sub.add_option("--code", ask.texts["code"], "refused with this code");
  sub.add_option("--outcome", ask.texts["outcome"])->check(CLI::IsMember({"accepted", "refused"}));
  sub.add_option("--event", ask.texts["event"], "e.g. agree_refund");
  sub.add_option("--kind", ask.texts["kind"], "refund, exchange, logistics_delay, bad_review or office");
  sub.add_option("--amount-min", ask.numbers["amount_min"], "minor units")
      ->check(CLI::Range(std::int64_t{0}, minor_max));
  sub.add_option("--amount-max", ask.numbers["amount_max"], "minor units")
      ->check(CLI::Range(std::int64_t{0}, minor_max));
  sub.add_option("--party", ask.texts["party"], "the side that acted, e.g. seller");
  sub.add_flag("--closing", ask.closing, "only entries that closed their cases");
  sub.add_flag("--moves", ask.moves, "only attempts at a move, taken or refused");
}

}  // namespace

void add_manager_commands(CLI::App& audit, Common const& common,
                          std::function<void(std::function<Exit()>)> const& choose) {
  auto const add = [&](char const* name, char const* what, char const* example, auto run) {
    auto* sub = audit.add_subcommand(name, what);
    auto ask = std::make_shared<AuditAsk>();
    sub->callback([choose, ask, run, &common] { choose([ask, run, &common] { return run(common, *ask); }); });
    sub->footer(std::string("Example 示例:\n  ") + example);
    return std::pair{sub, ask};
  };
  auto [query, asked] = add("query", "entries by person, rule, outcome, time and amount 查询",
                            "redress audit query --rule TB-RU-006 --rule-part refused", audit_query);
  add_conditions(*query, *asked);
  asked->limit = 50;
  query->add_option("--limit", asked->limit, "entries at most, 0 is all")->capture_default_str();
  auto [summary, counted] = add("summary", "refusals and overrides by clause, outcomes by event, person and day 汇总",
                                "redress audit summary --from 2026-01-01T00:00:00+08:00", audit_summary);
  add_window(*summary, *counted);
  auto [sample, drawn] = add("sample", "a random sample of closed cases that anyone can draw again 抽样",
                             "redress audit sample --size 20 --to 2026-02-01T00:00:00+08:00", audit_sample);
  add_window(*sample, *drawn);
  sample->add_option("--size", drawn->numbers["size"], "cases")
      ->required()
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1000}));
  sample->add_option("--checkpoint", drawn->file, "file of a signed checkpoint (default: the newest is signed)");
  auto [search, sought] =
      add("search", "notes, messages and chats with these words 检索", "redress audit search 破损", audit_search);
  search->add_option("TEXT", sought->texts["text"], "words; every part between blanks must be found")->required();
  search->add_option("--shop", sought->texts["shop"], "of this shop");
  auto [exported, table] =
      add("export", "a table of entries, figures, a draw or what was found 导出",
          "redress audit export --query '{\"outcome\":\"refused\"}' --format xlsx -o refused.xlsx", audit_export);
  auto* params = exported->add_option("--query", table->params, "params of audit.query as JSON");
  auto* figures =
      exported->add_option("--summary", table->summary_params, "the figures instead: params of audit.summary as JSON")
          ->excludes(params);
  auto* draw = exported->add_option("--sample", table->sample_params, "a draw instead: params of audit.sample as JSON")
                   ->excludes(params)
                   ->excludes(figures);
  exported->add_option("--search", table->search_params, "what is found instead: params of audit.search as JSON")
      ->excludes(params)
      ->excludes(figures)
      ->excludes(draw);
  exported->add_option("--format", table->format, "csv or xlsx")
      ->check(CLI::IsMember({"csv", "xlsx"}))
      ->capture_default_str();
  exported->add_option("-o,--output", table->file, "file to write; - is stdout, for csv")->required();
}

}  // namespace redress::cli
