#include "api/cli/webhook_line.hpp"

#include "api/cli/webhook_commands.hpp"

#include <CLI/CLI.hpp>

#include <memory>

namespace redress::cli {

void add_webhook_commands(CLI::App& app, Common const& common,
                          std::function<void(std::function<Exit()>)> const& choose) {
  auto* webhooks = app.add_subcommand("webhook", "tell other services of what happens 网络回调")->require_subcommand(1);
  auto const options = std::make_shared<WebhookOptions>();
  auto const add = [&](char const* name, char const* what, char const* example, auto run) {
    auto* sub = webhooks->add_subcommand(name, what);
    sub->callback(
        [choose, options, run, &common] { choose([options, run, &common] { return run(common, *options); }); });
    sub->footer(std::string("Example 示例:\n  ") + example);
    return sub;
  };
  auto const asks = [&](CLI::App* sub) {
    sub->add_option("--data", options->data_dir, "the running server's folder: uses its admin token and address");
    return sub;
  };
  auto const changes = [&](CLI::App* sub) {
    sub->add_option("--request-id", options->request_id, "makes a retry safe");
    return asks(sub);
  };
  auto const of_hook = [&](CLI::App* sub) {
    sub->add_option("HOOK", options->id, "as `webhook list` shows it")->required();
  };
  auto const takes_secret = [&](CLI::App* sub) {
    return sub->add_option("--secret", options->secret, "whsec_...; better in the environment than on the line")
        ->envname("REDRESS_WEBHOOK_SECRET");
  };

  auto* list = asks(add("list", "webhooks, and where they stand", "redress webhook list --shop my-shop", webhook_list));
  list->add_option("--shop", options->shop, "of this shop alone");

  auto* set = changes(add("set", "makes a webhook, or changes one; the secret is shown once",
                          "redress webhook set --shop my-shop --url https://erp.example.com/redress", webhook_set));
  set->add_option("--shop", options->shop, "whose")->required();
  set->add_option("--id", options->id, "the one to change; a new one without it");
  set->add_option("--url", options->url, "where deliveries go");
  set->add_option("--label", options->label, "a name for people");
  set->add_option("--event", options->events, "pattern of types or events; may be repeated");
  set->add_option("--kind", options->kinds, "cases of this kind alone; may be repeated");
  set->add_option("--after", options->after, "goes on behind this entry of the ledger; -1: everything");
  auto* enable = set->add_flag("--enable", options->enable, "goes on where it stood");
  set->add_flag("--disable", options->disable, "nothing is sent")->excludes(enable);
  takes_secret(set);

  of_hook(changes(add("remove", "removes a webhook", "redress webhook remove hook_01J...", webhook_remove)));

  auto* rotate = changes(add("rotate", "draws a new secret; both sign for a while",
                             "redress webhook rotate hook_01J... --overlap 24", webhook_rotate));
  of_hook(rotate);
  rotate->add_option("--overlap", options->overlap_h, "hours the old secret still signs")->check(CLI::Range(0, 168));
  takes_secret(rotate);

  auto* deliveries = asks(add("deliveries", "what was sent, and what came of it",
                              "redress webhook deliveries hook_01J... --state waiting", webhook_deliveries));
  of_hook(deliveries);
  deliveries->add_option("--state", options->state, "waiting, delivered or failed")
      ->check(CLI::IsMember({"waiting", "delivered", "failed"}));
  deliveries->add_option("--delivery", options->delivery_id, "this one alone");
  deliveries->add_option("--limit", options->limit, "at most")->check(CLI::Range(1, 100))->capture_default_str();

  changes(add("replay", "sends a delivery once more", "redress webhook replay dlv_01J...", webhook_replay))
      ->add_option("DELIVERY", options->delivery_id, "as `webhook deliveries` shows it")
      ->required();

  of_hook(changes(add("test", "sends one test delivery", "redress webhook test hook_01J...", webhook_test)));

  auto* verify = add("verify", "checks a signature offline: the body's bytes, the three headers and the secret",
                     "redress --json webhook deliveries hook_01J... --delivery dlv_01J... > d.json\n"
                     "  REDRESS_WEBHOOK_SECRET=whsec_... redress webhook verify --delivery d.json",
                     webhook_verify);
  takes_secret(verify)->required();
  auto* whole = verify->add_option("--delivery", options->delivery_file, "JSON of one delivery; - is stdin");
  auto* body = verify->add_option("BODYFILE", options->body_file, "the body's bytes; - is stdin")->excludes(whole);
  verify->add_option("--id", options->webhook_id, "webhook-id")->needs(body);
  verify->add_option("--timestamp", options->timestamp, "webhook-timestamp")->needs(body);
  verify->add_option("--signature", options->signature, "webhook-signature")->needs(body);
  verify->add_option("--tolerance", options->tolerance_s, "seconds the timestamp may be from now; 0: any");
}

}  // namespace redress::cli
