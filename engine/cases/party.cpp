#include "engine/cases/party.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace redress {
namespace {

constexpr std::array parties{
    std::pair{Party::buyer, std::string_view{"buyer"}},       std::pair{Party::seller, std::string_view{"seller"}},
    std::pair{Party::platform, std::string_view{"platform"}}, std::pair{Party::carrier, std::string_view{"carrier"}},
    std::pair{Party::payments, std::string_view{"payments"}}, std::pair{Party::timer, std::string_view{"timer"}},
    std::pair{Party::nobody, std::string_view{"nobody"}},
};
struct PartyWords {
  Party party;
  std::string_view zh, en;
};
constexpr std::array party_words{
    PartyWords{Party::buyer, "买家", "the buyer"},       PartyWords{Party::seller, "卖家", "the seller"},
    PartyWords{Party::platform, "平台", "the platform"}, PartyWords{Party::carrier, "承运商", "the carrier"},
    PartyWords{Party::payments, "支付方", "payments"},   PartyWords{Party::timer, "系统", "the system"},
    PartyWords{Party::nobody, "无人", "nobody"},
};
constexpr std::array roles{
    std::pair{Role::agent, std::string_view{"agent"}},     std::pair{Role::manager, std::string_view{"manager"}},
    std::pair{Role::auditor, std::string_view{"auditor"}}, std::pair{Role::service, std::string_view{"service"}},
    std::pair{Role::admin, std::string_view{"admin"}},     std::pair{Role::runner, std::string_view{"runner"}},
};

template <class Table, class Enum>
std::string_view name_in(Table const& table, Enum value) {
  return std::ranges::find(table, value, &Table::value_type::first)->second;  // every value is in its table
}

template <class Enum, class Table>
std::optional<Enum> value_in(Table const& table, std::string_view name) {
  for (auto const& [each, its_name] : table)
    if (its_name == name) return each;
  return std::nullopt;
}

}  // namespace

std::string_view name_of(Party party) { return name_in(parties, party); }
std::optional<Party> party_from(std::string_view name) { return value_in<Party>(parties, name); }
Says in_words(Party party) {
  auto const words = std::ranges::find(party_words, party, &PartyWords::party);
  return {std::string(words->zh), std::string(words->en)};
}
std::string_view name_of(Role role) { return name_in(roles, role); }
std::optional<Role> role_from(std::string_view name) { return value_in<Role>(roles, name); }

}  // namespace redress
