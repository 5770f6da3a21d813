/// Words that fakes are made of, by language.
struct FakeWords: Sendable {
    let firstNames: [String]
    let lastNames: [String]
    let streets: [String]
    let cities: [String]
    let companies: [String]
    /// Whether the number of a house comes before its street.
    let numberIsFirst: Bool

    static let all: [String: FakeWords] = ["de": german, "en": english, "fr": french]

    /// Text in the middle of which free text begins.
    static let filler =
        "the meeting was moved to another day and nobody said why so we wrote it down and went on with the list while "
        + "the rest of the room waited for an answer that came late and was short and kind as most answers are here "

    private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    private static func phrases(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

    private static let english = FakeWords(
        firstNames: words(
            """
            Ada Alan Alice Amber Amy Andrew Anna Arthur Ben Beth Brian Carl Carol Cathy Chloe Clara Colin Daisy Dan \
            David Dawn Dean Diana Edith Edward Ella Emily Emma Eric Esther Ethan Eve Fay Felix Finn Fiona Flora Frank \
            Fred Gail Gary Gemma George Gina Glen Grace Hannah Harold Harry Hazel Heather Helen Henry Holly Howard Ian \
            Ida Iris Isaac Ivy Jack Jacob James Jane Janet Jason Jean Jill Joan Joel John Joyce Julia June Karen Keith \
            Kelly Ken Kim Laura Leo Lily Linda Lisa Louis Lucy Luke Mabel Marcus Maria Mark Martha Martin Mary Matt May \
            Megan Mia Miles Molly Nancy Nathan Neil Nina Noah Nora Oliver Olive Oscar Owen Pamela Paul Peggy Peter Phil \
            Polly Rachel Ralph Rose Ruth Ryan Sally Sam Sarah Simon
            """
        ),
        lastNames: words(
            """
            Abbott Adams Allen Archer Ashton Atkins Bailey Baker Barker Barnes Barton Bell Bennett Birch Bishop Black \
            Booth Bowen Bradley Brewer Briggs Brooks Brown Burke Burton Butler Byrne Carr Carter Chapman Clark Coleman \
            Collins Cook Cooper Cox Crane Cross Dale Davies Dawson Day Dean Dixon Doyle Drake Duncan Dunn Eaton Ellis \
            Elton Evans Farmer Field Fisher Fletcher Flynn Ford Foster Fowler Fox Frost Gale Gardner Gibson Glover \
            Graham Grant Gray Green Griffin Hale Hall Harper Harris Hart Hayes Heath Hill Holmes Hooper Howe Hudson \
            Hughes Hunt Hurst Irwin Jarvis Jenkins Jones Kemp Kent King Knight Lamb Lane Law Lewis Lloyd Long Lowe Lynch \
            Marsh Mason Mills Moore Morgan Moss Nash Newton Noble North Nolan Oakley Page Palmer Parker Payne Perry \
            Porter Price Quinn Reed Rhodes Rowe
            """
        ),
        streets: phrases(
            "Oak Street,High Street,Mill Lane,Church Road,Park Avenue,Station Road,Elm Street,Bridge Street,Hill Road,"
                + "Green Lane,Kings Road,Queen Street,Maple Avenue,River Walk,School Lane,Garden Close"
        ),
        cities: phrases(
            "Ashford,Bradwell,Carlton,Denbrook,Easthope,Fairview,Glenmore,Hartwell,Ivybridge,Kingsley,Lakewood,Milford,"
                + "Northfield,Oakham,Pinehurst,Riverton"
        ),
        companies: words("Ltd Group Partners Works Trading Holdings Labs Services"),
        numberIsFirst: true
    )

    private static let german = FakeWords(
        firstNames: words(
            """
            Achim Albert Alma Andreas Anja Anke Anton Arno Axel Beate Bernd Birgit Bodo Bruno Carla Carsten Christa Clemens \
            Cora Dagmar Detlef Dieter Dirk Dora Eberhard Elke Elsa Emil Erich Erna Ernst Ewald Falk Frauke Frieda Friedrich \
            Fritz Georg Gerda Gerhard Gisela Greta Gudrun Hans Harald Heike Heinz Helga Helmut Hilde Holger Horst Hugo Ilse \
            Inge Ingrid Jana Jens Joachim Jochen Johanna Jonas Julius Karin Karl Katja Klaus Konrad Kurt Lena Lothar Ludwig \
            Magda Manfred Margot Marlene Mathilde Max Michael Monika Moritz Nadja Norbert Olaf Otto Paula Petra Rainer Ralf \
            Regina Reiner Renate Rolf Rudolf Sabine Sigrid Silke Stefan Susanne Sven Tanja Thomas Thorsten Till Tobias Udo \
            Ulrike Ursula Uta Uwe Vera Volker Walter Werner Wilhelm Wolfgang
            """
        ),
        lastNames: words(
            """
            Albrecht Arnold Bauer Baumann Beck Becker Berger Bergmann Böhm Brandt Braun Busch Dietrich Engel Ernst Fischer \
            Förster Frank Franke Friedrich Fuchs Graf Groß Günther Haas Hahn Hartmann Heinrich Herrmann Hoffmann Hofmann \
            Horn Huber Jäger Jung Kaiser Keller Klein Koch Köhler König Kraft Kramer Kraus Krause Krüger Kühn Kuhn Lang \
            Lange Lehmann Lorenz Ludwig Maier Martin Mayer Meier Meyer Möller Müller Neumann Otto Peters Pfeiffer Pohl \
            Richter Roth Sauer Schäfer Schmid Schmidt Schmitt Schmitz Schneider Scholz Schreiber Schröder Schubert Schulte \
            Schulz Schulze Schumacher Schuster Schwarz Seidel Simon Sommer Stein Thomas Vogel Vogt Voigt Wagner Walter \
            Weber Weiß Werner Winkler Winter Wolf Wolff Ziegler Zimmermann
            """
        ),
        streets: phrases(
            "Hauptstraße,Bahnhofstraße,Gartenweg,Schulstraße,Lindenallee,Dorfstraße,Bergstraße,Kirchgasse,Waldweg,"
                + "Ringstraße,Mühlenweg,Am Markt,Rosenweg,Feldstraße,Uferweg,Eichenweg"
        ),
        cities: phrases(
            "Altendorf,Bergfelde,Birkenau,Eichheim,Falkenberg,Grünwald,Hohenstein,Königsfeld,Lindenau,Neustadt,Oberdorf,"
                + "Rosenheim,Seefeld,Talheim,Waldau,Weidenbach"
        ),
        companies: words("GmbH AG KG Werke Handel Technik Verlag Gruppe"),
        numberIsFirst: false
    )

    private static let french = FakeWords(
        firstNames: words(
            """
            Adèle Agathe Alain Albert Alice André Anne Antoine Arnaud Aurore Basile Benoît Bernard Brigitte Bruno Camille \
            Carole Cécile Céline Charles Chloé Claire Claude Clément Colette Corinne Damien Daniel David Denis Denise Didier \
            Edgar Édith Élise Éloi Émile Émilie Éric Estelle Étienne Eugène Fabien Fanny Félix Florence François Gabriel \
            Gaston Georges Gérard Gilles Grégoire Guy Hélène Henri Hervé Hubert Hugo Inès Irène Isabelle Jacques Jean Jeanne \
            Joseph Jules Julie Karine Laurent Léa Léon Louis Louise Luc Lucie Madeleine Manon Marc Marcel Marie Marion \
            Mathieu Maurice Michel Monique Nadine Nicolas Noémie Odile Olivier Pascal Paul Paulette Philippe Pierre Quentin \
            Rachel Raoul Rémi René Robert Roger Romain Sabine Sandrine Serge Simone Solène Sophie Sylvie Thérèse Thierry \
            Thomas Valérie Victor Vincent Xavier Yves Zoé
            """
        ),
        lastNames: words(
            """
            Aubert Bailly Barbier Baron Benoit Berger Bertrand Blanc Blanchard Bonnet Boucher Bourgeois Boyer Brun Brunet \
            Carpentier Charles Chevalier Clément Collet Colin David Denis Deschamps Dubois Dufour Dumas Dumont Dupont Dupuis \
            Durand Duval Fabre Faure Fleury Fontaine Fournier François Gaillard Garnier Gauthier Gautier Gérard Giraud Girard \
            Guérin Guillaume Henry Hubert Huet Jacquet Jean Joly Julien Lacroix Lambert Laurent Leblanc Leclerc Lefebvre \
            Lefèvre Legrand Lemaire Lemoine Leroux Leroy Louis Lucas Maillard Marchand Marie Martin Mathieu Mercier Meunier \
            Meyer Michel Millet Moreau Morel Morin Moulin Muller Nicolas Noël Olivier Paris Perrin Petit Philippe Picard \
            Pierre Poirier Renard Renaud Rey Richard Rivière Robert Robin Roche Roger Rolland Rousseau Roussel Roux Roy \
            Schmitt Simon Thomas Vidal Vincent
            """
        ),
        streets: phrases(
            "rue de la Paix,rue du Moulin,avenue de la Gare,place du Marché,rue des Lilas,chemin Vert,rue de l'École,"
                + "boulevard du Parc,rue Haute,rue du Pont,allée des Tilleuls,rue Neuve,impasse des Roses,quai du Port,"
                + "rue des Champs,route de la Forêt"
        ),
        cities: phrases(
            "Aubeville,Beaumont,Clairvaux,Fontenelle,Grandpré,Hautefort,La Chapelle,Longchamp,Montfleur,Neuville,Pontbleu,"
                + "Rivesalte,Saint-Aubin,Sainte-Foy,Valclair,Villeneuve"
        ),
        companies: words("SA SARL Frères Groupe Conseil Industrie Services Associés"),
        numberIsFirst: true
    )
}
