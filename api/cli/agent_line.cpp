#include "api/cli/agent_line.hpp"

#include "api/cli/override_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {
namespace {

struct Line {
  CLI::App& app;
  Common const& common;
  std::function<void(std::function<Exit()>)> const& choose;

  CLI::App* command(CLI::App& under, std::string const& name, std::string const& what,
                    std::function<Exit()> run) const {
    auto* sub = under.add_subcommand(name, what);
    sub->callback([choose = choose, run = std::move(run)] { choose(run); });
    return sub;
  }
};

struct OverrideLine {
  OverrideListOptions listing;
  ApplyOptions apply;
  AutomationOptions automation;
  std::string id;
};

void add_overrides(Line const& line) {
  auto const options = std::make_shared<OverrideLine>();
  auto* overrides = line.app.add_subcommand("override", "rules passed with a reason 破例")->require_subcommand(1);
  auto* list = line.command(*overrides, "list", "the override register, oldest first",
                            [options, &common = line.common] { return override_list(common, options->listing); });
  list->add_option("--shop", options->listing.shop, "of this shop");
  list->add_option("--rule", options->listing.rule, "that passed this rule");
  list->add_option("--person", options->listing.person, "asked for or confirmed by this person");
  list->add_option("--status", options->listing.status, "applied, waiting, confirmed, declined or expired")
      ->check(CLI::IsMember({"applied", "waiting", "confirmed", "declined", "expired"}));
  auto* propose = line.command(*overrides, "propose", "asks a second person to let one event pass",
                               [options, &common = line.common] { return override_propose(common, options->apply); });
  propose->add_option("CASE", options->apply.case_id, "id of the case")->required();
  propose->add_option("EVENT", options->apply.event, "as `case actions` lists it")->required();
  propose->add_option("--rule", options->apply.overrides, "rule to pass; may be repeated")->required();
  propose->add_option("--reason", options->apply.reason, "why")->required();
  propose->add_option("--params", options->apply.params, "JSON object")->capture_default_str();
  propose->add_option("--evidence", options->apply.evidence, "id; may be repeated");
  propose->add_option("--request-id", options->apply.request_id, "makes a retry safe");
  auto* confirm = line.command(*overrides, "confirm", "the second person's word", [options, &common = line.common] {
    return override_confirm(common, options->id, options->apply.request_id);
  });
  confirm->add_option("OVERRIDE", options->id, "as `override list` names it")->required();
  confirm->add_option("--request-id", options->apply.request_id, "makes a retry safe");
  auto* decline = line.command(*overrides, "decline", "the second person's no", [options, &common = line.common] {
    return override_decline(common, options->id, options->apply);
  });
  decline->add_option("OVERRIDE", options->id, "as `override list` names it")->required();
  decline->add_option("--reason", options->apply.reason, "why not")->required();
  decline->add_option("--request-id", options->apply.request_id, "makes a retry safe");
  auto* automations = line.app.add_subcommand("automation", "what acts by itself 自动化")->require_subcommand(1);
  line.command(*automations, "list", "the automations of a shop",
               [options, &common = line.common] { return automation_list(common, options->automation.shop); })
      ->add_option("--shop", options->automation.shop)
      ->required();
  for (bool const on : {false, true}) {
    auto* set =
        line.command(*automations, on ? "on" : "off", on ? "switches them on again" : "stops them at once",
                     [options, &common = line.common, on] { return automation_set(common, options->automation, on); });
    set->add_option("--shop", options->automation.shop)->required();
    set->add_option("--name", options->automation.name, "one of them (default: all)");
    set->add_option("--reason", options->automation.reason, "why; recorded")->required();
  }
}

void add_evidence(Line const& line) {
  auto const options = std::make_shared<EvidenceOptions>();
  auto* evidence = line.app.add_subcommand("evidence", "proof of a case 证据")->require_subcommand(1);
  auto* add = line.command(*evidence, "add", "uploads a file, or takes a text, as one item",
                           [options, &common = line.common] { return evidence_add(common, *options); });
  add->add_option("CASE", options->case_id)->required();
  add->add_option("FILE", options->file, "original file");
  add->add_option("--kind", options->kind, "E-CHAT, E-SIGN ...")->required();
  add->add_option("--text", options->text, "instead of a file");
  add->add_option("--source", options->source, "where it was taken from")->capture_default_str();
  add->add_option("--captured-at", options->captured_at, "RFC 3339");
  add->add_option("--attributes", options->attributes, "JSON object of what it shows")->capture_default_str();
  add->add_option("--derived-from", options->derived_from, "id of the original this is a copy of");
  add->add_option("--how", options->how, "how the copy was made")->capture_default_str();
  line.command(*evidence, "list", "the items, what they weigh and why",
               [options, &common = line.common] { return evidence_show(common, "evidence.list", *options); })
      ->add_option("CASE", options->case_id)
      ->required();
  auto* checklist =
      line.command(*evidence, "checklist", "what is required, present and missing, and the score",
                   [options, &common = line.common] { return evidence_show(common, "evidence.checklist", *options); });
  checklist->add_option("CASE", options->case_id)->required();
  checklist->add_option("--event", options->event, "only what this event asks for");
  auto* stage = line.command(*evidence, "stage", "chooses what goes to the platform, in time",
                             [options, &common = line.common] { return evidence_stage(common, *options); });
  stage->add_option("CASE", options->case_id)->required();
  stage->add_option("ITEMS", options->ids, "ids of items")->required();
  stage->add_option("--via", options->via, "message, page, refuse or refuse_return")->capture_default_str();
  line.command(*evidence, "submit", "hands in now what is staged",
               [options, &common = line.common] { return evidence_submit(common, *options); })
      ->add_option("CASE", options->case_id)
      ->required();
}

}  // namespace

void add_agent_commands(CLI::App& app, Common const& common, std::function<void(std::function<Exit()>)> const& choose) {
  Line const line{app, common, choose};
  add_evidence(line);
  add_overrides(line);
}

}  // namespace redress::cli
