// `redress audit verify-receipt`: a receipt, checked and told on a machine that has nothing else.
#include "api/cli/commands.hpp"
#include "api/cli/date_policy.hpp"
#include "api/cli/given_file.hpp"
#include "api/cli/output.hpp"
#include "api/cli/receipt_story.hpp"

#include <iostream>

namespace redress::cli {
Exit audit_verify_receipt(ReceiptOptions const& options, bool json) {
  auto text = content_of_given(options.file);
  ledger::DatePolicy policy;
  std::optional<ledger::VerifierKey> pinned;
  if (!options.vkey.empty()) {
    auto const key = ledger::VerifierKey::parse(options.vkey);
    if (!key) return tell_fault(key.error(), Exit::usage, json);
    pinned = *key;
  }
  if (auto const exit =
          read_date_policy(options.witnesses, options.witnesses_needed, options.stamp_certificates, policy))
    return *exit;
  while (text.ends_with('\n')) text.pop_back();
  auto const receipt = ledger::parse_receipt(text);
  if (!receipt) {
    if (json)
      print_json(boost::json::object{{"ok", false},
                                     {"first_wrong", boost::json::object{{"step", "receipt_form"},
                                                                         {"position", receipt.error().position},
                                                                         {"says", to_json(receipt.error().says)}}}},
                 true);
    return tell_fault(receipt.error(), Exit::verification_failed);
  }
  auto const story = story_of(*receipt, pinned, policy);
  if (json)
    print_json(to_json(story), true);
  else
    std::cout << to_text(story);
  return story.ok() ? Exit::ok : Exit::verification_failed;
}

}  // namespace redress::cli
