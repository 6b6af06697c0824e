#include "api/service/sessions.hpp"

#include "api/service/commit.hpp"
#include "api/service/recovery_codes.hpp"
#include "api/service/tokens.hpp"
#include "engine/cases/second_factors.hpp"
#include "engine/ledger/hash.hpp"

#include <algorithm>
#include <cassert>

namespace redress::api {
namespace {

constexpr std::size_t secret_characters = 43;
constexpr std::size_t remembered = 4096;
constexpr std::int64_t noted_every_ms = minute_ms;  // a use is written to the store so often, not at every call

std::string url_safe(std::string base64) {
  std::erase(base64, '=');
  for (char& c : base64) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return base64;
}

std::string hash_of(std::string_view secret) { return ledger::hex(ledger::sha256(secret)); }

Actor actor_of(User const& user) { return {user.id, user.role, user.shop}; }
Actor actor_of(TokenRow const& token) { return {token.id, token.role, token.shop}; }

}  // namespace

std::string csrf_of(std::string_view secret) {
  constexpr std::string_view purpose = "redress csrf\n";
  return url_safe(ledger::base64(ledger::sha256({ledger::as_bytes(purpose), ledger::as_bytes(secret)})));
}

std::string shown_name(User const& user) { return user.display.empty() ? user.name : user.display; }

NewSession SessionDoor::begin(User const& user, std::string address) {
  return begin(Session{.id = ids_.next("ses"),
                       .secret_sha256 = {},
                       .subject = user.id,
                       .address = std::move(address),
                       .began_at = {},
                       .seen_at = {}});
}

NewSession SessionDoor::begin(TokenRow const& token, std::string address) {
  return begin(Session{.id = ids_.next("ses"),
                       .secret_sha256 = {},
                       .subject = token.id,
                       .token_sha256 = token.secret_sha256,
                       .address = std::move(address),
                       .began_at = {},
                       .seen_at = {}});
}

NewSession SessionDoor::begin(Session row) {
  NewSession made;
  made.secret = url_safe(ledger::base64(ledger::from_hex(ids_.random_hex(32)).value()));
  row.secret_sha256 = hash_of(made.secret);
  row.began_at = row.seen_at = clock_.now();
  commit(store_, [&](StoreWriter& store) {
    auto* const reads = users_of(store);
    auto* const writes = users_of_writer(store);
    assert(reads && writes && "sessions are begun in stores that keep them");
    writes->end_stale_sessions(row.began_at + -limits_.absolute_ms, row.began_at + -limits_.idle_ms);
    auto const others = reads->sessions_of(row.subject);
    auto const too_many = static_cast<int>(others.size()) + 1 - limits_.sessions_of_one;
    for (int i = 0; i < too_many; ++i) writes->end_session(others[static_cast<std::size_t>(i)].id);
    writes->put_session(row);
  });
  forget();
  made.row = std::move(row);
  return made;
}

bool SessionDoor::in_force(Session const& row, Instant seen_at) const {
  auto const now = clock_.now();
  return now - row.began_at < limits_.absolute_ms && now - seen_at < limits_.idle_ms;
}

// Under the mutex. Reads the store when it is not known, or something changed since.
SessionDoor::Known* SessionDoor::known(std::string const& hash) {
  auto at = known_.find(hash);
  if (at != known_.end() && at->second.generation == generation_) return &at->second;
  Known fresh{.row = {.id = {}, .secret_sha256 = {}, .subject = {}, .began_at = {}, .seen_at = {}}, .seen_at = {}};
  bool found = false;
  store_.read([&](StoreReader& store) {
    auto* const reads = users_of(store);
    auto row = reads ? reads->find_session(hash) : std::nullopt;
    if (!row) return;
    found = true;
    if (row->token_sha256.empty())
      fresh.user = reads->find_user(row->subject);
    else
      fresh.token = store.find_token(row->token_sha256);
    auto* const factors = fresh.user ? second_factors_of(store) : nullptr;
    if (auto const factor = factors ? factors->find_second_factor(row->subject) : std::nullopt;
        factor && factor->confirmed_at)
      fresh.factor = {.since = factor->confirmed_at, .recovery_left = unused(factor->recovery)};
    fresh.row = std::move(*row);
  });
  if (!found) {
    if (at != known_.end()) known_.erase(at);
    return nullptr;
  }
  fresh.generation = generation_;
  fresh.seen_at = at == known_.end() ? fresh.row.seen_at : std::max(fresh.row.seen_at, at->second.seen_at);
  if (at == known_.end() && known_.size() >= remembered) known_.clear();
  return &known_.insert_or_assign(hash, std::move(fresh)).first->second;
}

std::optional<SignedIn> SessionDoor::find(std::string_view secret, bool uses) {
  if (secret.size() != secret_characters) return std::nullopt;
  auto const hash = hash_of(secret);
  std::scoped_lock const lock{mutex_};
  auto* const found = known(hash);
  if (!found || !in_force(found->row, found->seen_at)) return std::nullopt;
  auto const now = clock_.now();
  bool const user_may = found->user && !found->user->disabled_at;
  bool const token_may = found->token && api::in_force(*found->token, now);
  if (!user_may && !token_may) return std::nullopt;
  if (uses) found->seen_at = std::max(found->seen_at, now);
  if (found->seen_at - found->row.seen_at >= noted_every_ms) {
    found->row.seen_at = found->seen_at;
    store_.write(
        [id = found->row.id, at = found->seen_at](StoreWriter& store) { users_of_writer(store)->see_session(id, at); },
        [](std::exception_ptr const&) {});  // told again a minute later; lost, the session ends a minute early
  }
  SignedIn in{.session = found->row,
              .actor = user_may ? actor_of(*found->user) : actor_of(*found->token),
              .name = {},
              .expires_at = std::min(found->seen_at + limits_.idle_ms, found->row.began_at + limits_.absolute_ms)};
  in.session.seen_at = found->seen_at;
  if (user_may) {
    in.user = found->user->name;
    in.name = shown_name(*found->user);
    in.factor = found->factor;
    in.factor->required = std::ranges::find(second_factor_of_, found->user->role) != second_factor_of_.end();
  } else {
    in.name = found->token->label.empty() ? found->token->id : found->token->label;
  }
  return in;
}

std::vector<Session> SessionDoor::list(std::optional<std::string_view> subject) {
  std::vector<Session> rows;
  store_.read([&](StoreReader& store) {
    if (auto* const reads = users_of(store)) rows = subject ? reads->sessions_of(*subject) : reads->sessions();
  });
  std::scoped_lock const lock{mutex_};
  for (auto& row : rows)
    if (auto const at = known_.find(row.secret_sha256); at != known_.end())
      row.seen_at = std::max(row.seen_at, at->second.seen_at);
  std::erase_if(rows, [&](Session const& row) { return !in_force(row, row.seen_at); });
  return rows;
}

void SessionDoor::end(std::string_view id) {
  commit(store_, [&](StoreWriter& store) { users_of_writer(store)->end_session(id); });
  forget();
}

void SessionDoor::forget() {
  std::scoped_lock const lock{mutex_};
  ++generation_;
}

}  // namespace redress::api
