// The texts of every rulebook a store was ever decided under, by digest, so that receipts of old entries carry the book
// that held then - also after a shop changed its own.
#pragma once

#include "engine/cases/store.hpp"
#include "workflows/rulebook_loader/library.hpp"

#include <string_view>
#include <vector>

namespace redress::api {

/// Keeps what is not kept yet; blocks until it is durable. Called before the first decision.
void keep_rulebooks(Store& store, rules::Library const& books);

/// Empty if no book of that digest was ever kept.
std::vector<ledger::RulebookText> kept_rulebook(StoreReader& store, std::string_view digest);

}  // namespace redress::api
