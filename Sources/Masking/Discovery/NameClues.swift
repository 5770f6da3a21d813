/// What names of columns, keys and comments tell, in several languages.
enum NameClues {
    /// The kind that a name speaks of; `nil` for none.
    static func kind(of name: String) -> PersonalData? {
        let words = words(of: name)
        let joined = words.joined(separator: "_")
        for (kind, clues) in all where clues.contains(where: { has($0, words, joined) }) { return kind }
        return nil
    }

    /// Whole words, so that `filename` is no name.
    private static func has(_ clue: String, _ words: [String], _ joined: String) -> Bool {
        guard clue.contains("_") else { return words.contains(clue) }
        return "_\(joined)_".contains("_\(clue)_")
    }

    /// The parts of `first_name`, `firstName` and `FIRST-NAME`, in small letters.
    static func words(of name: String) -> [String] {
        var words = [""]
        var wasLower = false
        for character in name {
            if !character.isLetter {
                if words.last != "" { words.append("") }
                wasLower = false
                continue
            }
            if character.isUppercase, wasLower { words.append("") }
            wasLower = character.isLowercase
            words[words.count - 1] += character.lowercased()
        }
        return words.filter { !$0.isEmpty }
    }

    /// The first that fits counts.
    private static let all: [(PersonalData, [String])] = [
        (.email, ["email", "mail", "e_mail", "courriel", "correo"]),
        (.phone, ["phone", "mobile", "telephone", "fax", "telefon", "handy", "tel", "telefono", "cell"]),
        (.firstName, ["first_name", "firstname", "given_name", "vorname", "prenom", "prénom", "nombre", "forename"]),
        (.lastName, ["last_name", "lastname", "surname", "family_name", "nachname", "nom", "apellido", "maiden_name"]),
        (.username, ["username", "user_name", "login", "nickname", "nick", "benutzername", "handle", "screen_name"]),
        (.iban, ["iban", "bank_account", "account_number", "kontonummer"]),
        (.card, ["card_number", "credit_card", "cardnumber", "creditcard", "kreditkarte", "pan", "cc_number", "card"]),
        (
            .nationalID,
            [
                "ssn", "social_security", "tax_id", "steuer_id", "passport", "national_id", "nin", "nif", "nir", "bsn",
                "driver_license", "reisepass", "ausweis",
            ]
        ),
        (.password, ["password", "passwd", "pwd", "passwort", "password_hash", "mot_de_passe", "pin"]),
        (.privateKey, ["private_key", "secret_key", "client_secret"]),
        (.token, ["token", "api_key", "apikey", "secret", "session_id", "otp", "access_key", "refresh_token"]),
        (
            .birthday,
            ["birthday", "birth_date", "birthdate", "dob", "date_of_birth", "geburtsdatum", "naissance", "born"]
        ),
        (.postcode, ["postcode", "zip", "zipcode", "zip_code", "postal_code", "plz", "code_postal"]),
        (.address, ["address", "street", "strasse", "straße", "adresse", "anschrift", "rue", "direccion", "addr"]),
        (.city, ["city", "town", "ort", "stadt", "ville", "ciudad"]),
        (.company, ["company", "firma", "employer", "entreprise", "organisation_name"]),
        (.ip, ["ip", "ip_address", "remote_addr", "client_ip"]),
        (.mac, ["mac", "mac_address"]),
        (.location, ["latitude", "longitude", "lat", "lng", "lon", "geolocation"]),
        (.gender, ["gender", "sex", "geschlecht", "sexe"]),
        (.salary, ["salary", "gehalt", "salaire", "income", "wage"]),
        (.name, ["name", "full_name", "fullname", "person", "patient", "customer_name", "contact_name"]),
        (.freeText, ["note", "notes", "comment", "comments", "message", "body", "remark", "bemerkung", "bio"]),
    ]
}
